#!/bin/sh
# Makes target/pyflink-kinesis.zip: main.py at its root, dep/ beside it, the connector in lib/.
set -eu
cd "$(dirname -- "$0")"
mvn -q -B clean package
mkdir -p target/zip/lib
cp -r program/. target/zip/
cp target/pyflink-dependencies.jar target/zip/lib/
cd target/zip
python3 -m zipfile -c ../pyflink-kinesis.zip main.py dep lib

"""Reads orders from a Kinesis stream, rates each in Python and writes them to another: a PyFlink program as it is written for AWS."""
import json
import os

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

from rating import rate  # from dep/, by `pyFiles`

PROPERTIES = '/etc/flink/application_properties.json'


def application_properties():
    if not os.path.isfile(PROPERTIES):
        raise FileNotFoundError(f'{PROPERTIES} is not there: this program runs as an application, not by hand')
    with open(PROPERTIES) as file:
        return {group['PropertyGroupId']: group['PropertyMap'] for group in json.load(file)}


@udf(result_type=DataTypes.STRING())
def rated(amount: int):
    return rate(amount)


def main():
    settings = application_properties()['FlinkApplicationProperties']
    tables = TableEnvironment.create(EnvironmentSettings.in_streaming_mode())
    tables.create_temporary_function('rated', rated)
    stream = "'connector' = 'kinesis', 'aws.region' = '{}', 'stream' = '{}', 'format' = 'json'"
    source = stream.format(settings['aws.region'], settings['input.stream'])
    sink = stream.format(settings['aws.region'], settings['output.stream'])
    tables.execute_sql(
        f"CREATE TABLE orders (id STRING, amount INT) WITH ({source}, 'scan.stream.initpos' = 'TRIM_HORIZON')"
    )
    tables.execute_sql(f'CREATE TABLE rated_orders (id STRING, amount INT, rating STRING) WITH ({sink})')
    tables.execute_sql('INSERT INTO rated_orders SELECT id, amount, rated(amount) FROM orders')


if __name__ == '__main__':
    main()

package millrace.agent;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One port for plaintext HTTP/1.1, h2c and TLS, told apart by the first bytes, as Millrace's gateway does. */
final class TestGateway implements AutoCloseable {
    final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final NioEventLoopGroup loops = new NioEventLoopGroup(1);
    private final Channel channel;
    private final SslContext tls;

    TestGateway(SslContext tls) throws InterruptedException {
        this.tls = tls;
        this.channel = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection.pipeline().addLast(new Sniffer("plain"));
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @Override
    public void close() {
        channel.close();
        loops.shutdownGracefully();
    }

    private final class Sniffer extends ByteToMessageDecoder {
        private final String transport;

        Sniffer(String transport) {
            this.transport = transport;
        }

        @Override
        protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
            if (in.readableBytes() < 5) return;
            ChannelPipeline pipeline = ctx.pipeline();
            if (tls != null && SslHandler.isEncrypted(in, false)) {
                pipeline.addLast(tls.newHandler(ctx.alloc()), new Sniffer("tls"));
            } else if (in.toString(in.readerIndex(), 4, StandardCharsets.US_ASCII).equals("PRI ")) {
                pipeline.addLast(
                        Http2FrameCodecBuilder.forServer().build(),
                        new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel stream) {
                                stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true));
                                stream.pipeline().addLast(new HttpObjectAggregator(1 << 20));
                                stream.pipeline().addLast(new Answer(transport + " h2"));
                            }
                        }));
            } else {
                pipeline.addLast(
                        new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Answer(transport + " h1"));
            }
            pipeline.remove(this);
        }
    }

    /** Remembers "tls h2 host target" and answers with an empty result in the caller's language. */
    private final class Answer extends SimpleChannelInboundHandler<FullHttpRequest> {
        private final String protocol;

        Answer(String protocol) {
            this.protocol = protocol;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            String target = request.headers().get("X-Amz-Target", request.uri());
            requests.add(protocol + " " + request.headers().get("Host") + " " + target);
            String type = request.headers().get("Content-Type", "text/plain");
            ByteBuf body = type.contains("cbor")
                    ? Unpooled.wrappedBuffer(new byte[] {(byte) 0xa0})
                    : Unpooled.copiedBuffer(type.contains("json") ? "{}" : "millrace", StandardCharsets.US_ASCII);
            FullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
            response.headers().set("Content-Type", type);
            response.headers().set("Content-Length", body.readableBytes());
            ctx.writeAndFlush(response);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}

# docker build -t letterlock .
FROM eclipse-temurin:25-jdk-noble AS build
RUN apt-get update && apt-get install -y --no-install-recommends maven
WORKDIR /src
COPY . .
RUN ./letterlock version \
  && mkdir /lib-letterlock \
  && cp server/target/letterlock-server-*.jar /lib-letterlock/ \
  && tr ':' '\n' <server/target/classpath | xargs -I JAR cp JAR /lib-letterlock/

FROM eclipse-temurin:25-jre-noble
RUN useradd --system --uid 10001 --home-dir /var/lib/letterlock --create-home letterlock
COPY --from=build /lib-letterlock /opt/letterlock/lib
USER 10001
WORKDIR /var/lib/letterlock
VOLUME /var/lib/letterlock
ENV DATA_DIR=/var/lib/letterlock/data BIND=0.0.0.0 LOG_FORMAT=json
EXPOSE 8080
# As the launcher starts it.
ENTRYPOINT ["java", "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseParallelGC", "-Xms256m", "-Xmx1g", "-Xmn64m", "-Dio.netty.leakDetection.level=disabled", "-cp", "/opt/letterlock/lib/*", "dev.letterlock.server.Main"]
CMD ["serve"]
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]

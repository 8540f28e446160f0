namespace GbGateway.Load.Scenarios;

/// <summary>The proxies, in the order they take turns.</summary>
public static class Proxies
{
    /// <summary>The limit that everything else is compared with.</summary>
    public const string Limit = "yarp";

    /// <summary>Every proxy.</summary>
    public static IReadOnlyList<Proxy> All { get; } =
    [
        new(Limit, "bare YARP", Labelling.None, IsDotNet: true, static stage =>
            DotNet(stage.Built("loadtests/Proxies", "gbgateway-load-proxies"), Limit, $"{stage.ProxyPort}", $"{stage.Http2Port}", stage.Upstream)),
        new("gbgateway", "GbGateway, label", Labelling.Everything, IsDotNet: true, static stage => Gateway(stage, "gbgateway", "BestEffort", keywords: "")),
        new("gbgateway-filter", "GbGateway, label and filter", Labelling.Everything, IsDotNet: true, static stage =>
            Gateway(stage, "gbgateway-filter", "BestEffort", Library(stage))),
        new("gbgateway-ledger", "GbGateway, label, filter, durable ledger", Labelling.Everything, IsDotNet: true, static stage =>
            Gateway(stage, "gbgateway-ledger", "Required", Library(stage))),
        new("naive", "JsonNode by hand, label", Labelling.Chats, IsDotNet: true, static stage =>
            DotNet(stage.Built("loadtests/Proxies", "gbgateway-load-proxies"), "naive", $"{stage.ProxyPort}", $"{stage.Http2Port}", stage.Upstream)),
        new("nginx", "nginx, proxy only", Labelling.None, IsDotNet: false, static stage => Nginx(stage, "nginx", "")),
        new("nginx-sub", "nginx sub_filter (JSON only)", Labelling.WholeChats, IsDotNet: false, static stage => Nginx(stage, "nginx-sub", """
            proxy_set_header Accept-Encoding "";
            sub_filter_types application/json text/event-stream;
            sub_filter '","refusal"' '\\n\\n（内容由AI生成）","refusal"';
            sub_filter_once on;
            """)),
        new("haproxy", "HAProxy, proxy only", Labelling.None, IsDotNet: false, static stage => Installed("haproxy") is { } haproxy
            ? (haproxy, ["-db", "-f", stage.Write("haproxy.cfg", $"""
                global
                  nbthread 1
                defaults
                  mode http
                  timeout client 60s
                  timeout server 60s
                  timeout connect 5s
                  http-reuse always
                frontend in
                  bind 127.0.0.1:{stage.ProxyPort}
                  bind 127.0.0.1:{stage.Http2Port} proto h2
                  default_backend out
                backend out
                  server one 127.0.0.1:{stage.UpstreamPort}

                """)])
            : null),
        new("portkey", "Portkey, proxy only", Labelling.None, IsDotNet: false, static stage =>
            Path.Combine(stage.Root, "loadtests", ".cache", "portkey", "node_modules", "@portkey-ai", "gateway", "build", "start-server.js") is var script
            && File.Exists(script) && Installed("node") is { } node
                ? (node, [script, $"--port={stage.ProxyPort}", "--headless"])
                : null)
        {
            Headers = static stage => ["x-portkey-provider:openai", $"x-portkey-custom-host:{stage.Upstream}/v1", "x-portkey-forward-headers:x-load"],
            SpeaksHttp2 = false,
        },
    ];

    // A record is kept of every answer either way: BestEffort waits for none, Required for its commit to the disk.
    private static (string, string[])? Gateway(Stage stage, string name, string ledger, string keywords) =>
        DotNet(stage.Built("src/GbGateway", "gbgateway"), "run", "--upstream", stage.Upstream, "--producer", "Load.Test",
            "--urls", $"http://127.0.0.1:{stage.ProxyPort}", "--admin", $"http://127.0.0.1:{stage.AdminPort}",
            "--ledger", Path.Combine(stage.Work, name + "-ledger"), "--config", stage.Write(name + ".json", $$"""
                { "GbGateway": { "Http2Urls": "http://127.0.0.1:{{stage.Http2Port}}", {{keywords}} "Defaults": { "Ledger": "{{ledger}}" } } }
                """));

    private static string Library(Stage stage) => $$"""
        "Keywords": { "Folder": "{{KeywordsOf(stage)}}" },
        """;

    // As many entries as T-kw-1 asks for: words of two to five characters that the answers don't hold.
    private static string KeywordsOf(Stage stage)
    {
        var random = new Random(45654);
        var words = Enumerable.Range(0, 10_000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 6)).Select(_ => (char)random.Next(0x4E00, 0x9FA5))));
        var folder = Directory.CreateDirectory(Path.Combine(stage.Work, "keywords")).FullName;
        File.WriteAllLines(Path.Combine(folder, "words.txt"), words.Distinct());
        return folder;
    }

    private static (string, string[])? DotNet(params string[] arguments) => (Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path : "dotnet", arguments);

    private static (string, string[])? Nginx(Stage stage, string name, string location)
    {
        if (Installed("nginx") is not { } nginx)
        {
            return null;
        }
        var file = stage.Write(name + ".conf", $$"""
            daemon off;
            worker_processes 1;
            pid {{stage.Work}}/{{name}}.pid;
            error_log stderr crit;
            events { worker_connections 4096; }
            http {
              access_log off;
              client_body_temp_path {{stage.Work}}/{{name}}-body;
              proxy_temp_path {{stage.Work}}/{{name}}-proxy;
              fastcgi_temp_path {{stage.Work}}/{{name}}-fastcgi;
              uwsgi_temp_path {{stage.Work}}/{{name}}-uwsgi;
              scgi_temp_path {{stage.Work}}/{{name}}-scgi;
              upstream one { server 127.0.0.1:{{stage.UpstreamPort}}; keepalive 512; }
              server {
                listen 127.0.0.1:{{stage.ProxyPort}};
                listen 127.0.0.1:{{stage.Http2Port}} http2;
                keepalive_requests 100000000;
                location / {
                  proxy_pass http://one;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_buffering {{(name == "nginx" ? "off" : "on")}};
                  {{location}}
                }
              }
            }
            """);
        return (nginx, ["-c", file, "-p", stage.Work]);
    }

    private static string? Installed(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}

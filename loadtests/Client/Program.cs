using System.Diagnostics;
using System.Text;
using GbGateway.Load.Client;

// The load generator: one order, one JSON object of figures on standard output.
//   Client --url http://127.0.0.1:8080 --answer "json 2048|sse 64 0|image 768" --connections 16 --warmup 1 --seconds 3 [--rate 2000] [--h2]
var order = LoadOrder.Parse(args);
using var http2 = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = true });
var start = Stopwatch.GetTimestamp();
var measured = start + (long)(order.WarmUp.TotalSeconds * Stopwatch.Frequency);
var end = measured + (long)(order.Duration.TotalSeconds * Stopwatch.Frequency);
var arrivals = order.Rate > 0 ? new Arrivals(order.Rate) : null;
arrivals?.Begin(start, end);

var connections = await Task.WhenAll(Enumerable.Range(0, order.Connections).Select(_ => Task.Run(RunAsync)));
var all = new Figures(order.Digits);
foreach (var one in connections)
{
    all.Add(one);
}
using var output = Console.OpenStandardOutput();
all.Write(output, order.Duration);

async Task<Figures> RunAsync()
{
    var figures = new Figures(order.Digits);
    using IConnection connection = order.Http2 ? new Http2Connection(order, http2) : new Http1Connection(order);
    if (arrivals is null)
    {
        for (var now = Stopwatch.GetTimestamp(); now < end; now = Stopwatch.GetTimestamp())
        {
            await ExchangeAsync(connection, now, figures);
        }
        return figures;
    }
    while (await arrivals.WaitAsync())
    {
        while (arrivals.TryTake(out var due))
        {
            await ExchangeAsync(connection, due, figures);
        }
    }
    return figures;
}

async Task ExchangeAsync(IConnection connection, long due, Figures figures)
{
    var counts = due >= measured;
    var whole = await connection.ExchangeAsync(due, counts ? figures : null);
    var done = Stopwatch.GetTimestamp();
    figures.Requests++;
    if (figures.Latency.TotalCount == 0 && !figures.Labelled)
    {
        figures.Labelled = HoldsLabel(connection.Head);
    }
    if (counts && !whole)
    {
        figures.Failures++;
    }
    else if (counts && (arrivals is not null || done < end))
    {
        figures.Answers++;
        Figures.Note(figures.Latency, done - due);
    }
}

static bool HoldsLabel(ReadOnlySpan<byte> body) =>
    body.IndexOf("由AI生成"u8) >= 0 || body.IndexOf(Encoding.ASCII.GetBytes("\\u7531AI\\u751F\\u6210")) >= 0;

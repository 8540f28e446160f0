using System.Collections.Concurrent;

namespace GbGateway.Load.Upstream;

/// <summary>Answers as their request's header <c>x-load</c> orders: <c>json BYTES</c>, <c>sse EVENTS PER_SECOND</c> (0: as fast as they are written), <c>image PIXELS</c>.</summary>
public static class Answers
{
    private static readonly ConcurrentDictionary<string, byte[]> Bodies = new();

    /// <summary>Reads the request to its end and answers it.</summary>
    public static async Task SendAsync(HttpContext context)
    {
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        var order = context.Request.Headers["x-load"].ToString();
        var words = order.Split(' ');
        if (words[0] == "sse")
        {
            await EventStream.SendAsync(context, int.Parse(words[1]), int.Parse(words[2]));
            return;
        }
        var body = Bodies.GetOrAdd(order, static (_, words) => words[0] == "image" ? ChatAnswer.WithPicture(int.Parse(words[1])) : ChatAnswer.OfLength(int.Parse(words.ElementAtOrDefault(1) ?? "2048")), words);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}

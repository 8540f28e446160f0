namespace GbGateway.Proxy;

/// <summary>
/// Requests for what is no generated content: ComfyUI gives out users' own uploads and masks where it gives out pictures, and the query tells.
/// ComfyUI must read the query as this does: the first of several values counts there, a folder named in the file's name wins over
/// <c>type</c>, and a preview has all channels.
/// </summary>
public static class UserFiles
{
    /// <summary>Whether a request is for one.</summary>
    public static bool AreAskedFor(HttpRequest request)
    {
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || request.Path.Value?.EndsWith("/view", StringComparison.Ordinal) != true
            || request.Query["filename"] is not [{ Length: > 0 } name] || name.EndsWith(']'))
        {
            return false;
        }
        return request.Query["type"] is ["input"] || (request.Query["channel"] is ["a"] && !request.Query.ContainsKey("preview"));
    }
}

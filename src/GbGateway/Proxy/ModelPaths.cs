namespace GbGateway.Proxy;

/// <summary>Models that the path of a request names, as Gemini's, Azure's and Bedrock's do.</summary>
internal static class ModelPaths
{
    private const int Longest = 200;

    /// <summary>The model, or empty.</summary>
    public static string Find(string? path)
    {
        var rest = path.AsSpan();
        while (rest.IndexOf('/') is >= 0 and var slash)
        {
            rest = rest[(slash + 1)..];
            var end = rest.IndexOf('/');
            if (end > 0 && rest[..end] is "models" or "deployments" or "model")
            {
                var model = rest[(end + 1)..];
                var stop = model.IndexOfAny('/', ':');
                return (stop < 0 ? model : model[..stop])[..Math.Min(stop < 0 ? model.Length : stop, Longest)].ToString();
            }
        }
        return "";
    }
}

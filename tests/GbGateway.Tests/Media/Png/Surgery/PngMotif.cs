namespace GbGateway.Tests.Media.Png.Surgery;

/// <summary>What a made picture looks like.</summary>
internal enum PngMotif
{
    Photo,
    Flat,
    Noise,
}

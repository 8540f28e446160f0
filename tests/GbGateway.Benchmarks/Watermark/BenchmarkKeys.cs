using System.Buffers.Binary;
using System.Security.Cryptography;
using GbGateway.Labels.Watermark;

namespace GbGateway.Benchmarks.Watermark;

/// <summary>Keys of measurements: known to everybody, so of no use for anything else.</summary>
internal static class BenchmarkKeys
{
    public static WatermarkKey Make(int seed)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, seed);
        return new WatermarkKey(seed & WatermarkKey.MaxId, SHA256.HashData(number));
    }
}

using System.Security.Cryptography;
using GbGateway.Labels.Watermark;

namespace GbGateway.Tests.Watermark;

internal static class Keys
{
    public static byte[] Secret(int seed) => SHA256.HashData([(byte)seed, (byte)(seed >> 8)]);

    public static WatermarkKey Make(int seed, int id = 3) => new(id, Secret(seed));

    public static WatermarkDetector Detector(params WatermarkKey[] keys) => new(WatermarkKeys.Of(keys));
}

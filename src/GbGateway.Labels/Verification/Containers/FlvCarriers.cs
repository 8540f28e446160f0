using System.Text;
using GbGateway.Labels.Media.Iso;
using GbGateway.Labels.Verification.Shapes;

namespace GbGateway.Labels.Verification.Containers;

/// <summary>FLV: the key AIGC of onMetaData (AMF0).</summary>
internal sealed class FlvCarriers : CarrierReader
{
    private const byte ScriptTag = 18;
    private const int MostTags = 10_000;

    public override string Name => "FLV";

    public override bool Matches(ReadOnlySpan<byte> file) => file.Length >= 9 && file.StartsWith("FLV"u8);

    public override void Read(ReadOnlySpan<byte> file, CarrierFindings found)
    {
        var at = (long)new BigEndianReader(file[5..]).Read(4) + 4;
        for (var tags = 0; tags < MostTags && file.Length - at >= 11; tags++)
        {
            var head = file[(int)at..];
            var length = head[1] << 16 | head[2] << 8 | head[3];
            if ((head[0] & 0x1F) == ScriptTag)
            {
                var script = head.Slice(11, Math.Min(length, head.Length - 11));
                var reader = new AmfReader(script, (int)at + 11, found);
                reader.ReadScript();
            }
            at += 11 + length + 4;
        }
    }

    /// <summary>Walks AMF0 values and gives strings under names that contain AIGC.</summary>
    private ref struct AmfReader(ReadOnlySpan<byte> bytes, int offset, CarrierFindings found)
    {
        private const int Deepest = 16;
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;
        private int _values;

        public void ReadScript()
        {
            while (_at < _bytes.Length && ReadValue("", 0))
            {
            }
        }

        private bool ReadValue(string name, int depth)
        {
            const int MostValues = 10_000;
            if (_at >= _bytes.Length || depth > Deepest || _values++ > MostValues)
            {
                return false;
            }
            var start = _at;
            switch (_bytes[_at++])
            {
                case 0: return Skip(8);
                case 1: return Skip(1);
                case 2: return TryText(2, out var text) && Add(name, text, start);
                case 12: return TryText(4, out var longText) && Add(name, longText, start);
                case 3: return ReadMembers(depth);
                case 8: return Skip(4) && ReadMembers(depth);
                case 10: return ReadArray(depth);
                case 5 or 6: return true;
                case 11: return Skip(10);
                default: return false;
            }
        }

        private bool ReadMembers(int depth)
        {
            while (TryText(2, out var name))
            {
                if (name.Length == 0 && _at < _bytes.Length && _bytes[_at] == 9)
                {
                    _at++;
                    return true;
                }
                if (!ReadValue(name, depth + 1))
                {
                    return false;
                }
            }
            return false;
        }

        private bool ReadArray(int depth)
        {
            var count = (uint)new BigEndianReader(_bytes[_at..]).Read(4);
            if (!Skip(4))
            {
                return false;
            }
            for (uint i = 0; i < count; i++)
            {
                if (!ReadValue("", depth + 1))
                {
                    return false;
                }
            }
            return true;
        }

        private readonly bool Add(string name, string text, int start)
        {
            if (name.Contains("AIGC", StringComparison.OrdinalIgnoreCase))
            {
                found.Add($"FLV onMetaData {name}", $"byte {offset + start}", text);
            }
            else
            {
                found.AddIfLabel($"FLV onMetaData {name}", $"byte {offset + start}", text);
            }
            return true;
        }

        private bool TryText(int lengthBytes, out string text)
        {
            text = "";
            var length = new BigEndianReader(_bytes[Math.Min(_at, _bytes.Length)..]).Read(lengthBytes);
            if (!Skip(lengthBytes) || length > (ulong)(_bytes.Length - _at))
            {
                return false;
            }
            text = Encoding.UTF8.GetString(_bytes.Slice(_at, (int)length));
            _at += (int)length;
            return true;
        }

        private bool Skip(int length)
        {
            if (length > _bytes.Length - _at)
            {
                return false;
            }
            _at += length;
            return true;
        }
    }
}

using System.Collections.Immutable;
using System.Text;
using GbGateway.Labels;

namespace GbGateway.Content.Profiles;

/// <summary>The slots of one kind of document, as a tree that a <see cref="Bodies.JsonScanner"/> walks along. Immutable.</summary>
public sealed class SlotTree
{
    private SlotTree(ContentSlot[] slots, Node root)
    {
        (Slots, Root) = ([.. slots], root);
        HasPictures = slots.Any(static slot => slot.Kind == SlotKind.Image);
        HasMarks = slots.Any(static slot => slot.Kind == SlotKind.Mark);
        IsConditional = slots.Any(static slot => !slot.When.IsEmpty || slot.Kind is SlotKind.Thought or SlotKind.TextType);
    }

    /// <summary>The slots, in the order given; a hit names one by its index.</summary>
    public ImmutableArray<ContentSlot> Slots { get; }

    /// <summary>Whether any slot depends on another.</summary>
    public bool IsConditional { get; }

    /// <summary>Whether a <see cref="SlotKind.Mark"/> is needed to tell the API by its answer's shape.</summary>
    public bool HasMarks { get; }

    /// <summary>Whether any slot may hold a picture.</summary>
    public bool HasPictures { get; }

    internal Node Root { get; }

    /// <summary>Builds the tree. A leading <c>[]</c> stands for the elements of a top-level array.</summary>
    public static SlotTree Of(params ContentSlot[] slots)
    {
        slots = [.. slots, new(AigcMetadata.Keyword, SlotKind.ImplicitLabel)];
        var root = new Node();
        for (var i = 0; i < slots.Length; i++)
        {
            var node = root;
            foreach (var part in slots[i].Path.Split('.'))
            {
                var name = part.TrimEnd('[', ']');
                if (name.Length > 0)
                {
                    node = node.Member(Encoding.UTF8.GetBytes(name));
                }
                for (var depth = name.Length; depth < part.Length; depth += 2)
                {
                    node = node.Items ??= new Node();
                }
            }
            node.Slots.Add(i);
        }
        return new SlotTree(slots, root);
    }

    internal sealed class Node
    {
        private readonly List<(byte[] Name, Node Node)> _members = [];

        /// <summary>The slots here; several where their conditions differ.</summary>
        public List<int> Slots { get; } = [];

        public Node? Items { get; set; }

        /// <summary>Whether an object here is of interest; at most 64 members, so that one word tells which were seen.</summary>
        public bool HasMembers => _members.Count > 0;

        public Node? Find(ReadOnlySpan<byte> name, out int index)
        {
            for (index = 0; index < _members.Count; index++)
            {
                if (name.SequenceEqual(_members[index].Name))
                {
                    return _members[index].Node;
                }
            }
            return null;
        }

        public Node Member(byte[] name)
        {
            var node = Find(name, out _);
            if (node is null)
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_members.Count, 64);
                _members.Add((name, node = new Node()));
            }
            return node;
        }
    }
}

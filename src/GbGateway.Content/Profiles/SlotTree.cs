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
        HasTexts = slots.Any(static slot => slot.Kind is SlotKind.Text or SlotKind.SideText or SlotKind.Copy or SlotKind.SideCopy or SlotKind.Arguments or SlotKind.ArgumentsCopy);
        HasMarks = slots.Any(static slot => slot.Kind == SlotKind.Mark);
        IsConditional = slots.Any(static slot => !slot.When.IsEmpty || slot.Kind is SlotKind.Thought or SlotKind.TextType or SlotKind.Author);
    }

    /// <summary>The slots, in the order given; a hit names one by its index.</summary>
    public ImmutableArray<ContentSlot> Slots { get; }

    /// <summary>Whether any slot depends on another.</summary>
    public bool IsConditional { get; private init; }

    /// <summary>Whether the type of an event is its name in the framing, and no member says it.</summary>
    public bool NamesEvents { get; private init; }

    /// <summary>Whether a <see cref="SlotKind.Mark"/> is needed to tell the API by its answer's shape.</summary>
    public bool HasMarks { get; }

    /// <summary>Whether a slot that stands twice in one object is no mistake: where trees are only compared.</summary>
    internal bool AllowsRepeats { get; private init; }

    /// <summary>Whether any slot may hold a picture.</summary>
    public bool HasPictures { get; }

    /// <summary>Whether any slot may hold a text.</summary>
    public bool HasTexts { get; }

    internal Node Root { get; }

    /// <summary>The slots of several trees in one, to look for all of them at once.</summary>
    internal static SlotTree Union(IEnumerable<SlotTree> trees)
    {
        var union = Build([.. trees.SelectMany(static tree => tree.Slots)]);
        return new SlotTree([.. union.Slots], union.Root) { AllowsRepeats = true, IsConditional = false };
    }

    /// <summary>Builds the tree. A leading <c>[]</c> stands for the elements of a top-level array.</summary>
    public static SlotTree Of(params ContentSlot[] slots)
    {
        var tree = Build([.. slots, new(AigcMetadata.Keyword, SlotKind.ImplicitLabel)]);
        return tree.Root.Fits ? tree : throw new ArgumentException($"an object has more than {Node.MostMembers} members of interest", nameof(slots));
    }

    /// <summary>The same for a stream whose events are typed by their names alone.</summary>
    public static SlotTree OfNamed(params ContentSlot[] slots)
    {
        var tree = Of(slots);
        return new SlotTree([.. tree.Slots], tree.Root) { NamesEvents = true, IsConditional = true };
    }

    private static SlotTree Build(ContentSlot[] slots)
    {
        var root = new Node();
        for (var i = 0; i < slots.Length; i++)
        {
            var node = root;
            foreach (var part in slots[i].Path.Split('.'))
            {
                var name = part.TrimEnd('[', ']');
                if (name == "**")
                {
                    node = node.Deep ??= new Node { IsDeep = true };
                }
                else if (name.Length > 0)
                {
                    node = name == "*" ? node.Any ??= new Node() : node.Member(Encoding.UTF8.GetBytes(name));
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

        /// <summary>Members of any name that has no node of its own.</summary>
        public Node? Any { get; set; }

        /// <summary>Everything below, at any depth.</summary>
        public Node? Deep { get; set; }

        /// <summary>Whether this stands for everything at any depth, and its slots for the pictures among it.</summary>
        public bool IsDeep { get; init; }

        /// <summary>Whether an object here is of interest.</summary>
        public bool HasMembers => _members.Count > 0 || Any is not null || Deep is not null || IsDeep;

        /// <summary>The node of an array's elements.</summary>
        public Node? Elements => IsDeep ? this : Items ?? Deep;

        /// <summary>Most members of one object, so that one word tells which were seen.</summary>
        public const int MostMembers = 64;

        /// <summary>The node of a member, and its number; -1 for one of no name in particular.</summary>
        public Node? Find(ReadOnlySpan<byte> name, out int index)
        {
            for (index = 0; index < _members.Count; index++)
            {
                if (name.SequenceEqual(_members[index].Name))
                {
                    return _members[index].Node;
                }
            }
            index = -1;
            return IsDeep ? this : Any ?? Deep;
        }

        public Node Member(byte[] name)
        {
            if (Find(name, out var index) is { } known && index >= 0)
            {
                return known;
            }
            var node = new Node();
            _members.Add((name, node));
            return node;
        }

        /// <summary>Whether every object's members fit one word.</summary>
        public bool Fits => _members.Count <= MostMembers && _members.TrueForAll(static member => member.Node.Fits)
            && (Items?.Fits ?? true) && (Any?.Fits ?? true) && (IsDeep || (Deep?.Fits ?? true));
    }
}

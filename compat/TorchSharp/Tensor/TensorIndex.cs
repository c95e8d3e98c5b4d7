using System.Runtime.InteropServices;

namespace TorchSharp;

/// One index, laid out as the native IndexArg.
[StructLayout(LayoutKind.Sequential)]
internal struct IndexValue
{
    public long Start, Stop, Step; // long.MinValue: absent
    public IntPtr Tensor;
    public int Kind; // 0 none, 1 ellipsis, 2 integer, 3 bool, 4 slice, 5 tensor
}

public static partial class torch
{
    public struct TensorIndex
    {
        const long Absent = long.MinValue;

        internal int Kind { get; private init; }
        internal long Start { get; private init; }
        internal long Stop { get; private init; }
        internal long Step { get; private init; }
        internal Tensor? Index { get; private init; }

        internal readonly IndexValue Value => new() { Kind = Kind, Start = Start, Stop = Stop, Step = Step, Tensor = Native.HandleOrNull(Index) };

        public static readonly TensorIndex Ellipsis = new() { Kind = 1 };
        public static readonly TensorIndex None = new() { Kind = 0 };
        public static readonly TensorIndex Null = new() { Kind = 0 };
        public static readonly TensorIndex Colon = Slice();

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) =>
            new() { Kind = 4, Start = start ?? Absent, Stop = stop ?? Absent, Step = step ?? Absent };

        public static TensorIndex Slice((int?, int?) range) => Slice(range.Item1, range.Item2);

        public static TensorIndex Slice(Range range)
        {
            long? start = range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value;
            // ^0 is the end: no bound.
            long? stop = !range.End.IsFromEnd ? range.End.Value : range.End.Value == 0 ? null : -range.End.Value;
            return Slice(start, stop);
        }

        public static TensorIndex Single(long? index) => new() { Kind = 2, Start = index ?? throw new ArgumentNullException(nameof(index)) };
        public static TensorIndex Bool(bool value) => new() { Kind = 3, Start = value ? 1 : 0 };
        public static TensorIndex Tensor(Tensor tensor) => new() { Kind = 5, Index = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);
        public static implicit operator TensorIndex((int?, int?) range) => Slice(range);
        public static implicit operator TensorIndex(Range range) => Slice(range);
        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        /// Exists only so that a call with a TensorIndex prefers the overload that takes one.
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("A TensorIndex does not convert to a Tensor.");
    }
}

using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// (x - offset) * scale by slot; no offset array when all offsets are zero.
internal sealed class AffineNormalizer<T> : Normalizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _scale;
    private readonly T[] _offset;

    public AffineNormalizer(DataViewType inputType, T[] scale, T[] offset) : base(inputType)
    {
        _scale = scale;
        _offset = offset is null || offset.All(T.IsZero) ? null : offset;
    }

    public override NormalizingTransformer.NormalizerModelParametersBase Parameters => IsScalar
        ? new NormalizingTransformer.AffineNormalizerModelParameters<T>(_scale[0], _offset is null ? T.Zero : _offset[0])
        : new NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<T>>([.. _scale], _offset is null ? [] : [.. _offset]);

    protected override byte Code => CodeOf(typeof(AffineNormalizer<>));

    protected override bool KeepsZeros => _offset is null;

    public static AffineNormalizer<T> LoadContent(DataViewType type, BinaryReader reader, IExceptionContext ctx)
    {
        var scale = reader.ReadArray<T>(ctx);
        var offset = reader.ReadArray<T>(ctx);
        ctx.CheckDecode(scale?.Length == type.GetValueCount() && (offset is null || offset.Length == scale.Length), "The scales of a normalizer do not fit its type");
        return new AffineNormalizer<T>(type, scale, offset);
    }

    protected override void SaveContent(BinaryWriter writer)
    {
        writer.WriteArray(_scale);
        writer.WriteArray(_offset);
    }

    protected override T Apply(T value, int slot) => _offset is null ? value * _scale[slot] : (value - _offset[slot]) * _scale[slot];

    protected override void Apply(ReadOnlySpan<T> source, Span<T> destination)
    {
        var count = _scale.Length;
        ref var from = ref MemoryMarshal.GetReference(source[..count]);
        ref var to = ref MemoryMarshal.GetReference(destination[..count]);
        ref var scale = ref MemoryMarshal.GetArrayDataReference(_scale);
        var i = 0;
        if (_offset is null)
        {
            for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
                (Vector.LoadUnsafe(ref from, (nuint)i) * Vector.LoadUnsafe(ref scale, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }
        else
        {
            ref var offset = ref MemoryMarshal.GetArrayDataReference(_offset);
            for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
                ((Vector.LoadUnsafe(ref from, (nuint)i) - Vector.LoadUnsafe(ref offset, (nuint)i)) * Vector.LoadUnsafe(ref scale, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < count; i++)
            destination[i] = Apply(source[i], i);
    }
}

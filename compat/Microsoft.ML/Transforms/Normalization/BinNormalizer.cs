using System.Collections.Immutable;
using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// Number of the bin a value falls into, scaled to [0, 1]; with fixZero shifted so that zero stays zero.
internal sealed class BinNormalizer<T> : Normalizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[][] _upperBounds;
    private readonly bool _fixZero;
    private readonly T[] _density;
    private readonly T[] _offset;

    /// The last upper bound of each slot has to be infinity.
    public BinNormalizer(DataViewType inputType, T[][] upperBounds, bool fixZero) : base(inputType)
    {
        _upperBounds = upperBounds;
        _fixZero = fixZero;
        _density = Array.ConvertAll(upperBounds, bounds => T.CreateTruncating(Math.Max(1, bounds.Length - 1)));
        _offset = new T[upperBounds.Length];
        if (fixZero)
            for (var i = 0; i < _offset.Length; i++)
                _offset[i] = Apply(T.Zero, i);
    }

    public override NormalizingTransformer.NormalizerModelParametersBase Parameters => IsScalar
        ? new NormalizingTransformer.BinNormalizerModelParameters<T>([.. _upperBounds[0]], _density[0], _offset[0])
        : new NormalizingTransformer.BinNormalizerModelParameters<ImmutableArray<T>>(
            [.. _upperBounds.Select(bounds => bounds.ToImmutableArray())], [.. _density], _fixZero ? [.. _offset] : []);

    protected override byte Code => CodeOf(typeof(BinNormalizer<>));

    protected override bool KeepsZeros => _fixZero;

    public static BinNormalizer<T> LoadContent(DataViewType type, BinaryReader reader, IExceptionContext ctx)
    {
        var fixZero = reader.ReadBoolean();
        var bounds = new T[type.GetValueCount()][];
        for (var i = 0; i < bounds.Length; i++)
        {
            bounds[i] = reader.ReadArray<T>(ctx);
            ctx.CheckDecode(bounds[i] is { Length: > 0 } && T.IsPositiveInfinity(bounds[i][^1]), "The bins of a normalizer do not cover all values");
        }
        return new BinNormalizer<T>(type, bounds, fixZero);
    }

    protected override void SaveContent(BinaryWriter writer)
    {
        writer.Write(_fixZero);
        foreach (var bounds in _upperBounds)
            writer.WriteArray(bounds);
    }

    protected override T Apply(T value, int slot)
    {
        if (T.IsNaN(value))
            return value;
        var bin = Array.BinarySearch(_upperBounds[slot], value);
        return T.CreateTruncating(bin < 0 ? ~bin : bin) / _density[slot] - _offset[slot];
    }
}

using System.Collections.Immutable;
using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// Share of a normal distribution below the value (or its logarithm). Values without one, and slots without spread, give 0.
internal sealed class CdfNormalizer<T> : Normalizer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _mean;
    private readonly T[] _deviation;
    private readonly bool _useLog;

    public CdfNormalizer(DataViewType inputType, T[] mean, T[] deviation, bool useLog) : base(inputType)
    {
        _mean = mean;
        _deviation = deviation;
        _useLog = useLog;
    }

    public override NormalizingTransformer.NormalizerModelParametersBase Parameters => IsScalar
        ? new NormalizingTransformer.CdfNormalizerModelParameters<T>(_mean[0], _deviation[0], _useLog)
        : new NormalizingTransformer.CdfNormalizerModelParameters<ImmutableArray<T>>([.. _mean], [.. _deviation], _useLog);

    protected override byte Code => CodeOf(typeof(CdfNormalizer<>));

    /// Also without a logarithm, as the official library does.
    protected override bool KeepsZeros => true;

    public static CdfNormalizer<T> LoadContent(DataViewType type, BinaryReader reader, IExceptionContext ctx)
    {
        var useLog = reader.ReadBoolean();
        var mean = reader.ReadArray<T>(ctx);
        var deviation = reader.ReadArray<T>(ctx);
        ctx.CheckDecode(mean?.Length == type.GetValueCount() && deviation?.Length == mean.Length, "The moments of a normalizer do not fit its type");
        return new CdfNormalizer<T>(type, mean, deviation, useLog);
    }

    protected override void SaveContent(BinaryWriter writer)
    {
        writer.Write(_useLog);
        writer.WriteArray(_mean);
        writer.WriteArray(_deviation);
    }

    protected override T Apply(T value, int slot)
    {
        if (_useLog)
            value = T.CreateTruncating(Math.Log(double.CreateTruncating(value)));
        if (!T.IsFinite(value) || _deviation[slot] <= T.Epsilon)
            return T.Zero;
        return T.CreateTruncating(NormalCdf(double.CreateTruncating((value - _mean[slot]) / _deviation[slot])));
    }

    /// erf by elementary functions (Winitzki 2008), at most 1.2e-4 off.
    private static double NormalCdf(double z)
    {
        const double a = 0.147;
        var x2 = z * z / 2;
        return 0.5 + 0.5 * Math.Sign(z) * Math.Sqrt(1 - Math.Exp(-x2 * (4 / Math.PI + a * x2) / (1 + a * x2)));
    }
}

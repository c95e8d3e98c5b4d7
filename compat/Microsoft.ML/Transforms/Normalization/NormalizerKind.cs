using System.Numerics;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// What a normalizer learns, with its settings; the settings are checked when the estimator is made.
internal abstract class NormalizerKind
{
    protected NormalizerKind(long maximumExampleCount, bool fixZero)
    {
        Contracts.CheckParam(null, maximumExampleCount > 1, nameof(maximumExampleCount), "Must be greater than 1");
        MaximumExampleCount = maximumExampleCount;
        FixZero = fixZero;
    }

    public long MaximumExampleCount { get; }

    public bool FixZero { get; }

    /// The label that the statistics need, or null.
    public virtual string LabelColumnName => null;

    /// Statistics of so many slots; labels has the current row's label while a supervised kind is fitted.
    public abstract SlotStatistics<T> Start<T>(int size, RowLabels labels) where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>;
}

internal sealed class MinMaxScaling(long maximumExampleCount, bool fixZero) : NormalizerKind(maximumExampleCount, fixZero)
{
    public override SlotStatistics<T> Start<T>(int size, RowLabels labels) => new MinMaxStatistics<T>(size, FixZero);
}

internal sealed class MeanVarianceScaling(long maximumExampleCount, bool fixZero, bool useCdf, bool useLog) : NormalizerKind(maximumExampleCount, fixZero)
{
    public override SlotStatistics<T> Start<T>(int size, RowLabels labels) => new MomentStatistics<T>(size, FixZero, useCdf, useLog);
}

internal sealed class RobustScaling(long maximumExampleCount, bool centerData, uint quantileMin, uint quantileMax) : NormalizerKind(maximumExampleCount, false)
{
    public override SlotStatistics<T> Start<T>(int size, RowLabels labels) => new RobustStatistics<T>(size, centerData, unchecked(quantileMax - quantileMin) / 100f);
}

internal sealed class EqualDensityBinning : NormalizerKind
{
    private readonly int _maximumBinCount;

    public EqualDensityBinning(long maximumExampleCount, bool fixZero, int maximumBinCount) : base(maximumExampleCount, fixZero)
    {
        Contracts.CheckParam(null, maximumBinCount > 1, nameof(maximumBinCount), "Must be greater than 1");
        _maximumBinCount = maximumBinCount;
    }

    public override SlotStatistics<T> Start<T>(int size, RowLabels labels) => new BinningStatistics<T>(size, FixZero, _maximumBinCount);
}

internal sealed class SupervisedBinning : NormalizerKind
{
    private readonly int _maximumBinCount;
    private readonly int _minimumExamplesPerBin;

    public SupervisedBinning(string labelColumnName, long maximumExampleCount, bool fixZero, int maximumBinCount, int mininimumExamplesPerBin) : base(maximumExampleCount, fixZero)
    {
        Contracts.CheckNonEmpty(null, labelColumnName, nameof(labelColumnName));
        Contracts.CheckParam(null, maximumBinCount > 1, nameof(maximumBinCount), "Must be greater than 1");
        Contracts.CheckParam(null, mininimumExamplesPerBin > 0, nameof(mininimumExamplesPerBin), "Must be positive");
        LabelColumnName = labelColumnName;
        _maximumBinCount = maximumBinCount;
        _minimumExamplesPerBin = mininimumExamplesPerBin;
    }

    public override string LabelColumnName { get; }

    public override SlotStatistics<T> Start<T>(int size, RowLabels labels) =>
        new SupervisedBinningStatistics<T>(size, FixZero, _maximumBinCount, _minimumExamplesPerBin, labels);
}

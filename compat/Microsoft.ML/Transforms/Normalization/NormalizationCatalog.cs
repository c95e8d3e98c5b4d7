using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class NormalizationCatalog
{
    private const long MaximumExampleCount = 1000000000;

    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        long maximumExampleCount = MaximumExampleCount, bool fixZero = true) =>
        Make(catalog, new MinMaxScaling(maximumExampleCount, fixZero), outputColumnName, inputColumnName);

    public static NormalizingEstimator NormalizeMinMax(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = MaximumExampleCount, bool fixZero = true) =>
        Make(catalog, new MinMaxScaling(maximumExampleCount, fixZero), columns);

    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        long maximumExampleCount = MaximumExampleCount, bool fixZero = true, bool useCdf = false) =>
        Make(catalog, new MeanVarianceScaling(maximumExampleCount, fixZero, useCdf, false), outputColumnName, inputColumnName);

    public static NormalizingEstimator NormalizeMeanVariance(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = MaximumExampleCount, bool fixZero = true, bool useCdf = false) =>
        Make(catalog, new MeanVarianceScaling(maximumExampleCount, fixZero, useCdf, false), columns);

    public static NormalizingEstimator NormalizeLogMeanVariance(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        long maximumExampleCount = MaximumExampleCount, bool useCdf = true) =>
        Make(catalog, new MeanVarianceScaling(maximumExampleCount, false, useCdf, true), outputColumnName, inputColumnName);

    public static NormalizingEstimator NormalizeLogMeanVariance(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = MaximumExampleCount, bool useCdf = true) =>
        Make(catalog, new MeanVarianceScaling(maximumExampleCount, false, useCdf, true), columns);

    public static NormalizingEstimator NormalizeLogMeanVariance(this TransformsCatalog catalog, string outputColumnName, bool fixZero, string inputColumnName = null,
        long maximumExampleCount = MaximumExampleCount, bool useCdf = true) =>
        Make(catalog, new MeanVarianceScaling(maximumExampleCount, fixZero, useCdf, true), outputColumnName, inputColumnName);

    public static NormalizingEstimator NormalizeLogMeanVariance(this TransformsCatalog catalog, InputOutputColumnPair[] columns, bool fixZero,
        long maximumExampleCount = MaximumExampleCount, bool useCdf = true) =>
        Make(catalog, new MeanVarianceScaling(maximumExampleCount, fixZero, useCdf, true), columns);

    public static NormalizingEstimator NormalizeBinning(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        long maximumExampleCount = MaximumExampleCount, bool fixZero = true, int maximumBinCount = 1024) =>
        Make(catalog, new EqualDensityBinning(maximumExampleCount, fixZero, maximumBinCount), outputColumnName, inputColumnName);

    public static NormalizingEstimator NormalizeBinning(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = MaximumExampleCount, bool fixZero = true, int maximumBinCount = 1024) =>
        Make(catalog, new EqualDensityBinning(maximumExampleCount, fixZero, maximumBinCount), columns);

    public static NormalizingEstimator NormalizeSupervisedBinning(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        string labelColumnName = "Label", long maximumExampleCount = MaximumExampleCount, bool fixZero = true, int maximumBinCount = 1024, int mininimumExamplesPerBin = 10) =>
        Make(catalog, new SupervisedBinning(labelColumnName, maximumExampleCount, fixZero, maximumBinCount, mininimumExamplesPerBin), outputColumnName, inputColumnName);

    public static NormalizingEstimator NormalizeSupervisedBinning(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        string labelColumnName = "Label", long maximumExampleCount = MaximumExampleCount, bool fixZero = true, int maximumBinCount = 1024, int mininimumExamplesPerBin = 10) =>
        Make(catalog, new SupervisedBinning(labelColumnName, maximumExampleCount, fixZero, maximumBinCount, mininimumExamplesPerBin), columns);

    public static NormalizingEstimator NormalizeRobustScaling(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        long maximumExampleCount = MaximumExampleCount, bool centerData = true, uint quantileMin = 25, uint quantileMax = 75) =>
        Make(catalog, new RobustScaling(maximumExampleCount, centerData, quantileMin, quantileMax), outputColumnName, inputColumnName);

    public static NormalizingEstimator NormalizeRobustScaling(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        long maximumExampleCount = MaximumExampleCount, bool centerData = true, uint quantileMin = 25, uint quantileMax = 75) =>
        Make(catalog, new RobustScaling(maximumExampleCount, centerData, quantileMin, quantileMax), columns);

    public static LpNormNormalizingEstimator NormalizeLpNorm(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        LpNormNormalizingEstimatorBase.NormFunction norm = LpNormNormalizingEstimatorBase.NormFunction.L2, bool ensureZeroMean = false) =>
        new(catalog.GetEnvironment(), ColumnNames.Pair(outputColumnName, inputColumnName), norm, ensureZeroMean);

    public static GlobalContrastNormalizingEstimator NormalizeGlobalContrast(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        bool ensureZeroMean = true, bool ensureUnitStandardDeviation = false, float scale = 1) =>
        new(catalog.GetEnvironment(), ColumnNames.Pair(outputColumnName, inputColumnName), ensureZeroMean, ensureUnitStandardDeviation, scale);

    private static NormalizingEstimator Make(TransformsCatalog catalog, NormalizerKind kind, string outputColumnName, string inputColumnName) =>
        new(catalog.GetEnvironment(), kind, ColumnNames.Pair(outputColumnName, inputColumnName));

    private static NormalizingEstimator Make(TransformsCatalog catalog, NormalizerKind kind, InputOutputColumnPair[] columns)
    {
        var env = catalog.GetEnvironment();
        return new NormalizingEstimator(env, kind, ColumnNames.Pairs(env, columns));
    }
}

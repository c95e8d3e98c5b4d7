using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

public static class ExtensionsCatalog
{
    public static MissingValueIndicatorEstimator IndicateMissingValues(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null) =>
        new(catalog.GetEnvironment(), ColumnNames.Pair(outputColumnName, inputColumnName));

    public static MissingValueIndicatorEstimator IndicateMissingValues(this TransformsCatalog catalog, InputOutputColumnPair[] columns)
    {
        var env = catalog.GetEnvironment();
        return new MissingValueIndicatorEstimator(env, ColumnNames.Pairs(env, columns));
    }

    public static MissingValueReplacingEstimator ReplaceMissingValues(this TransformsCatalog catalog, string outputColumnName, string inputColumnName = null,
        MissingValueReplacingEstimator.ReplacementMode replacementMode = MissingValueReplacingEstimator.ReplacementMode.DefaultValue, bool imputeBySlot = true) =>
        new(catalog.GetEnvironment(), ColumnNames.Pair(outputColumnName, inputColumnName), replacementMode, imputeBySlot);

    public static MissingValueReplacingEstimator ReplaceMissingValues(this TransformsCatalog catalog, InputOutputColumnPair[] columns,
        MissingValueReplacingEstimator.ReplacementMode replacementMode = MissingValueReplacingEstimator.ReplacementMode.DefaultValue, bool imputeBySlot = true)
    {
        var env = catalog.GetEnvironment();
        return new MissingValueReplacingEstimator(env, ColumnNames.Pairs(env, columns), replacementMode, imputeBySlot);
    }
}

using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class GlobalContrastNormalizingEstimator : LpNormNormalizingEstimatorBase
{
    internal GlobalContrastNormalizingEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns,
        bool ensureZeroMean, bool ensureUnitStandardDeviation, float scale)
        : base(env.Register(nameof(GlobalContrastNormalizingEstimator)), Make(env, columns, ensureZeroMean, ensureUnitStandardDeviation, scale), columns)
    {
    }

    private static LpNormNormalizingTransformer Make(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns,
        bool ensureZeroMean, bool ensureUnitStandardDeviation, float scale)
    {
        Contracts.CheckUserArg(null, scale > 0 && scale < float.PositiveInfinity, nameof(scale), "scale must be a positive finite value");
        return new LpNormNormalizingTransformer(env, columns, ensureUnitStandardDeviation ? NormFunction.StandardDeviation : NormFunction.L2, ensureZeroMean, scale);
    }
}

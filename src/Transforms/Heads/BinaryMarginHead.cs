using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>
/// Yes or no by the sign of a score that is no logit: it has no Probability, as with ML.NET's own linear trainers that are not calibrated.
/// </summary>
/// <inheritdoc/>
[SavedAs("binary margin")]
internal sealed record BinaryMarginHead(float Threshold = 0) : YesNoHead(Threshold)
{
    /// <summary>The shapes an unfitted trainer promises.</summary>
    public static IReadOnlyList<SchemaShape.Column> Promised()
    {
        var common = ScoreAnnotations.Shapes().ToArray();
        return
        [
            SchemaShapes.Column(ColumnNames.Score, NumberDataViewType.Single, common),
            SchemaShapes.Column(ColumnNames.PredictedLabel, BooleanDataViewType.Instance, common),
        ];
    }
}

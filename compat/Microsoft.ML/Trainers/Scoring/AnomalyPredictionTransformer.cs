using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed class AnomalyPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    internal const float DefaultThreshold = 0.5f;
    private readonly float _threshold;

    internal AnomalyPredictionTransformer(IHost host, TModel model, DataViewType featureType, string featureColumn, float threshold = DefaultThreshold)
        : base(host, model, featureType, featureColumn)
    {
        _threshold = threshold;
    }

    internal AnomalyPredictionTransformer<TModel> WithThreshold(float threshold) => new(Host, Model, FeatureColumnType, FeatureColumnName, threshold);

    // ML.NET annotates anomaly scores as those of a binary classifier.
    private protected override PredictionColumn[] MakeColumns(ScoreAnnotations annotations) =>
        [annotations.BooleanLabel(ScoreColumns.BinaryClassification, _threshold), annotations.SingleScore(ScoreColumns.BinaryClassification)];

    private protected override void SaveMore(ModelSaveContext ctx) => ctx.Writer.Write(_threshold);
}

using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed class RegressionPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    internal RegressionPredictionTransformer(IHost host, TModel model, DataViewType featureType, string featureColumn)
        : base(host, model, featureType, featureColumn)
    {
    }

    private protected override PredictionColumn[] MakeColumns(ScoreAnnotations annotations) => [annotations.SingleScore(ScoreColumns.Regression)];
}

using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed class ClusteringPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    internal ClusteringPredictionTransformer(IHost host, TModel model, DataViewType featureType, string featureColumn)
        : base(host, model, featureType, featureColumn)
    {
    }

    private protected override PredictionColumn[] MakeColumns(ScoreAnnotations annotations)
    {
        var clusters = ((IScorer)Model).ScoreCount;
        return
        [
            annotations.KeyLabel(ScoreColumns.Clustering, clusters, smallestIsBest: true),
            annotations.ScoreVector(ScoreColumns.Clustering, clusters),
        ];
    }
}

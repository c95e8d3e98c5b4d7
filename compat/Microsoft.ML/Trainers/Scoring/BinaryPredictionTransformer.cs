using Microsoft.ML.Calibrators;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed class BinaryPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    private readonly float _threshold;

    internal BinaryPredictionTransformer(IHost host, TModel model, DataViewSchema trainSchema, string featureColumn)
        : this(host, model, trainSchema[featureColumn].Type, featureColumn, 0)
    {
    }

    internal BinaryPredictionTransformer(IHost host, TModel model, DataViewType featureType, string featureColumn, float threshold)
        : base(host, model, featureType, featureColumn)
    {
        _threshold = threshold;
    }

    internal BinaryPredictionTransformer<TModel> WithThreshold(float threshold) => new(Host, Model, FeatureColumnType, FeatureColumnName, threshold);

    private protected override PredictionColumn[] MakeColumns(ScoreAnnotations annotations)
    {
        List<PredictionColumn> columns =
        [
            annotations.BooleanLabel(ScoreColumns.BinaryClassification, _threshold),
            annotations.SingleScore(ScoreColumns.BinaryClassification),
        ];
        if (Model is CalibratedModelParametersBase { Calibrator: var calibrator })
            columns.Add(annotations.Column(ScoreColumns.Probability, NumberDataViewType.Single, ScoreColumns.BinaryClassification,
                scores => (ValueGetter<float>)((ref float value) => value = calibrator.PredictProbability(scores()[0])),
                builder => builder.AddIsNormalized()));
        return [.. columns];
    }

    private protected override void SaveMore(ModelSaveContext ctx) => ctx.Writer.Write(_threshold);
}

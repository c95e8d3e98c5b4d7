using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Data;

public sealed class MulticlassPredictionTransformer<TModel> : SingleFeaturePredictionTransformerBase<TModel> where TModel : class
{
    private readonly LabelValues _labelValues;

    internal MulticlassPredictionTransformer(IHost host, TModel model, DataViewSchema trainSchema, string featureColumn, string labelColumn)
        : this(host, model, trainSchema[featureColumn].Type, featureColumn, LabelValues.Of(trainSchema[labelColumn]))
    {
    }

    internal MulticlassPredictionTransformer(IHost host, TModel model, DataViewType featureType, string featureColumn, LabelValues labelValues)
        : base(host, model, featureType, featureColumn)
    {
        _labelValues = labelValues;
    }

    private protected override PredictionColumn[] MakeColumns(ScoreAnnotations annotations)
    {
        var classes = ((IScorer)Model).ScoreCount;
        return
        [
            annotations.KeyLabel(ScoreColumns.MulticlassClassification, classes, smallestIsBest: false,
                builder => _labelValues?.AddTo(builder, AnnotationKinds.KeyValues)),
            annotations.ScoreVector(ScoreColumns.MulticlassClassification, classes, builder =>
            {
                if (_labelValues is { IsText: true })
                    _labelValues.AddTo(builder, AnnotationKinds.SlotNames);
                _labelValues?.AddTo(builder, AnnotationKinds.TrainingLabelValues);
            }),
        ];
    }

    private protected override void SaveMore(ModelSaveContext ctx) => LabelValues.Save(ctx.Writer, _labelValues);
}

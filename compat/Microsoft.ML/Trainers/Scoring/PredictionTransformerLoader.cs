using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(ITransformer), typeof(PredictionTransformerLoader), null, typeof(SignatureLoadModel),
    "Prediction transformer", PredictionTransformerLoader.LoaderSignature)]

namespace Microsoft.ML.Data;

/// The type of the stored model decides which prediction transformer comes back.
internal static class PredictionTransformerLoader
{
    public const string LoaderSignature = "SingleFeaturePredXfer";

    public static VersionInfo Version => VersionInfo.First("SFPRDXFR", LoaderSignature);

    private static ITransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var host = env.Register("PredictionTransformer");
        var feature = ctx.LoadNonEmptyString();
        var type = ctx.Reader.ReadType(host);
        ctx.LoadModel<ICanSaveModel, SignatureLoadModel>(env, out var model, "Model");
        host.CheckDecode(model is IScorer scorer && type is VectorDataViewType { ItemType: NumberDataViewType } vector && scorer.FeatureCount == vector.Size, "The model does not fit its feature column");
        return model switch
        {
            MaximumEntropyModelParameters m => new MulticlassPredictionTransformer<MaximumEntropyModelParameters>(host, m, type, feature, LabelValues.Load(ctx.Reader, host)),
            CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> m =>
                new BinaryPredictionTransformer<CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>>(host, m, type, feature, ctx.Reader.ReadSingle()),
            LinearRegressionModelParameters m => new RegressionPredictionTransformer<LinearRegressionModelParameters>(host, m, type, feature),
            PcaModelParameters m => new AnomalyPredictionTransformer<PcaModelParameters>(host, m, type, feature, ctx.Reader.ReadSingle()),
            KMeansModelParameters m => new ClusteringPredictionTransformer<KMeansModelParameters>(host, m, type, feature),
            _ => throw host.ExceptDecode($"No prediction is made with a {model.GetType().Name}"),
        };
    }
}

using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(CalibratedModelParametersBase), typeof(CalibratedModelParametersLoader), null, typeof(SignatureLoadModel),
    "Calibrated model", CalibratedModelParametersLoader.LoaderSignature)]

namespace Microsoft.ML.Calibrators;

/// A scoring model and what turns its scores into probabilities.
public abstract class CalibratedModelParametersBase : ICanSaveModel, IScorer
{
    private protected CalibratedModelParametersBase(object subModel, ICalibrator calibrator)
    {
        SubModel = subModel;
        Calibrator = calibrator;
    }

    public object SubModel { get; }

    public ICalibrator Calibrator { get; }

    int IScorer.FeatureCount => ((IScorer)SubModel).FeatureCount;

    int IScorer.ScoreCount => ((IScorer)SubModel).ScoreCount;

    void IScorer.Score(ReadOnlySpan<float> features, Span<float> scores) => ((IScorer)SubModel).Score(features, scores);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(CalibratedModelParametersLoader.Version);
        var platt = (PlattCalibrator)Calibrator;
        ctx.Writer.Write(platt.Slope);
        ctx.Writer.Write(platt.Offset);
        ctx.SaveModel((ICanSaveModel)SubModel, "Predictor");
    }
}

public abstract class CalibratedModelParametersBase<TSubModel, TCalibrator> : CalibratedModelParametersBase
    where TSubModel : class
    where TCalibrator : class, ICalibrator
{
    private protected CalibratedModelParametersBase(TSubModel subModel, TCalibrator calibrator) : base(subModel, calibrator)
    {
    }

    public new TSubModel SubModel => (TSubModel)base.SubModel;

    public new TCalibrator Calibrator => (TCalibrator)base.Calibrator;
}

internal sealed class CalibratedModelParameters<TSubModel, TCalibrator>(TSubModel subModel, TCalibrator calibrator)
    : CalibratedModelParametersBase<TSubModel, TCalibrator>(subModel, calibrator)
    where TSubModel : class
    where TCalibrator : class, ICalibrator;

internal static class CalibratedModelParametersLoader
{
    public const string LoaderSignature = "CaliPredExec";

    public static VersionInfo Version => VersionInfo.First("CALIBRMP", LoaderSignature);

    private static CalibratedModelParametersBase Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var calibrator = new PlattCalibrator(ctx.Reader.ReadDouble(), ctx.Reader.ReadDouble());
        ctx.LoadModel<LinearBinaryModelParameters, SignatureLoadModel>(env, out var model, "Predictor");
        return new CalibratedModelParameters<LinearBinaryModelParameters, PlattCalibrator>(model, calibrator);
    }
}

using DeepML.Data;
using DeepML.Estimators;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Trains a module of the program's own to predict a label.</summary>
/// <remarks>
/// Features: a vector of float of known size. Label: a key (multiclass), a boolean (binary) or a float (regression). The module answers
/// (batch, features) with (batch, classes) logits, with (batch, 1) logits, or with (batch, 1) numbers. Output: Score, PredictedLabel and
/// Probability as ML.NET's trainers.
/// </remarks>
public sealed class TorchModulePredictionEstimator : SupervisedEstimator<TorchModulePredictionOptions, TorchModulePredictionTransformer>
{
    private readonly Func<int, int, nn.Module<Tensor, Tensor>> _module;

    internal TorchModulePredictionEstimator(
        IHostEnvironment environment, PredictionTask task, Func<int, int, nn.Module<Tensor, Tensor>> module, TorchModulePredictionOptions options)
        : base(environment, "TorchModule", task, options)
    {
        ArgumentNullException.ThrowIfNull(module);
        _module = module;
    }

    // A loss of the user's own is in the label's own unit.
    private protected override bool ScalesLabel => base.ScalesLabel && Options.Loss is null;

    private protected override TorchModulePredictionTransformer Train(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, TorchModulePredictionTransformer? previous)
    {
        var module = OwnModule.Place(fit, Host, () => _module(feature.Width, target.Head.AnswerSize), feature.Width, previous);
        if (module.AnswerSize != target.Head.AnswerSize)
            throw new InvalidOperationException(
                $"{module.Placed.Network.GetType().Name} answers with {module.AnswerSize} numbers a row; label column '{LabelColumnName}' needs {target.Head.AnswerSize}, "
                + "the second argument of the function that makes the module.");
        using var step = Step(module, fit.Loss(target, rows));
        var history = fit.TrainSupervised(step, rows, target, batch => batch.Features.flatten(1));
        var description = new TorchModulePredictionDescription(FeatureColumnName, feature.Width, module.Saved, target.Head, history);
        return new TorchModulePredictionTransformer(Host, description, module.Placed.Network, fit.Device);
    }

    private SupervisedStep Step(OwnModule module, HeadLoss usual)
    {
        if (Options.Loss is null)
            return module.Step(usual.Training, usual.Identity, usual.Measure, usual.Mean, usual.Unit, usual.WeightOf);
        var given = new GivenLoss(Options.Loss);
        return module.Step(
            (answer, batch) => given.Of(answer, usual.Noisy(batch)), new { Task = usual.Identity, Options.Loss }, usual.Measure,
            (answer, batch) => given.Of(answer, batch.Targets));
    }
}

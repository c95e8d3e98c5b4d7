using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a network that predicts one number, or several, at every step of a sequence.</summary>
/// <remarks>
/// Input: vectors of float or of keys, of known size or not. Label: vectors of float, as many numbers for each step as
/// <see cref="StepRegressorOptions.LabelSize"/> says; NaN is missing and not learned from. Output: a vector of float, as the label.
/// Needs training.
/// </remarks>
public sealed class StepRegressorEstimator : SequenceStepsEstimator<StepRegressorOptions, StepRegressorTransformer>
{
    internal StepRegressorEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, string labelColumnName,
        StepRegressorOptions options)
        : base(environment, "StepRegressor", outputColumnName, inputColumnName, labelColumnName, options)
    {
    }

    private protected override SequenceColumn Label => new(LabelColumn, "label", stepSize: Options.LabelSize, mayBeKeys: false);

    private protected override string LabelItem => "number";

    private protected override SchemaShape.Column Answers(SchemaShape input) =>
        SchemaShapes.Column(OutputColumn, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.Single, isKey: false);

    private protected override StepRegressorTransformer Train(FitSession fit, FitRequest<StepRegressorTransformer> request)
    {
        var (column, label, rows) = Read(
            fit, request, (data, steps) => Label.SizedBy(data).Shape with { MaximumLength = steps });
        var rule = Options.Rule;
        NumberAnswer.Check(rule, rows.Training.Range(BatchMember.Targets), $"Every step of label column '{LabelColumn}'");
        var numbers = HeadOf(fit, rows, label, rule, request.Previous?.Numbers);
        var (placed, keys) = Place(fit, rows, column, label.Shape.StepSize, request.Previous, request.Previous?.Encoder);
        using var step = new StepRegressionStep(
            placed.Network, placed.Update(), Options.SegmentLength ?? 0, rule, numbers.Centres, numbers.Spreads, fit.Device,
            rows.MeanWeight);
        var history = fit.Train(step, SequenceOrder.Of(rows, column, Options.BucketByLength, Options.KeyDropout));
        if (rule.Loss.IsCentral && history.Epochs.Count > 0)
            history = history with { Baseline = new StepBaseline(column.Shape, step).Beside(rows) };
        var architecture = (RecurrentTaggingArchitecture)placed.Network.Architecture;
        return new StepRegressorTransformer(
            Host, new StepRegressorDescription(
                OutputColumn, InputColumn, column.Shape, architecture, numbers, history, keys, Options.Outputs),
            placed.Network, fit.Device);
    }

    private VectorRegressionHead HeadOf(
        FitSession fit, FitRows rows, SequenceInput label, NumberRule rule, VectorRegressionHead? previous)
    {
        var size = label.Shape.StepSize;
        var plain = new VectorRegressionHead(new float[size], [.. Enumerable.Repeat(1f, size)], rule.Function);
        if (previous is not null)
            return plain with { Centres = previous.Centres, Spreads = previous.Spreads };
        if (!Options.ScaleLabel || rule.Function != NumberFunction.Identity)
            return plain;
        var moments = StepMoments.Of(
            rows.Training, StepBaseline.RowsAtOnce(label.Width),
            batch => StepRegressionStep.Steps(batch.Targets, batch.TargetLengths, batch.Targets.size(1) / size, size));
        fit.Chosen.Add(new AutomaticChoice(
            nameof(Options.ScaleLabel), "(label - mean) / deviation",
            FormattableString.Invariant($"each of the {size} numbers of the steps of {rows.Training.RowCount} sequences by itself")));
        return plain with { Centres = Array.ConvertAll(moments.Means, mean => (float)mean), Spreads = moments.Spreads };
    }
}

using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using Microsoft.ML;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Trains one machine within a fit: alone, or as a layer of a deep belief network.</summary>
internal static class RbmTraining
{
    private const int ReferenceRows = 1024;

    // Numbers without bounds throw weights off at rates that bits bear (Hinton, UTML TR 2010-003, section 13.2).
    private const double RateOfBits = 0.05;
    private const double RateOfNumbers = 0.005;

    /// <summary>Trains and measures the column means beside it.</summary>
    /// <param name="fit">The frame of the fit.</param>
    /// <param name="placed">The machine.</param>
    /// <param name="rule">How it learns.</param>
    /// <param name="rows">The rows, visible numbers in column 0.</param>
    /// <param name="validation">Rows to measure on; null for none.</param>
    /// <param name="options">How to train.</param>
    /// <param name="start">How the visible side of a fresh machine is put where the data are; null goes on from where it is.</param>
    /// <param name="noise">Of a fresh machine over numbers: see <see cref="RbmNetwork.StartAt"/>.</param>
    public static TrainingHistory Run(
        FitSession fit, PlacedNetwork<RbmNetwork> placed, ContrastiveDivergence rule, IBatchSource rows, IBatchSource? validation,
        TrainingOptions options, VisibleScaling? start, double noise = 1)
    {
        var machine = placed.Network;
        options = options with
        {
            LearningRate = options.LearningRate
            ?? (machine.Architecture.VisibleUnits == VisibleUnits.Gaussian ? RateOfNumbers : RateOfBits)
        };
        if (start?.Scales is { } scales)
            machine.Scaling!.Set(scales);
        using var moments = ColumnMoments.Of(rows, map: machine.Scaled);
        if (start is not null)
            machine.StartAt(moments.Mean, moments.Deviation, rows.RowCount, noise, start.HasCommonNoise);
        using var reference = validation is null ? null : rows.Epoch(ReferenceRows, shuffleSeed: null).First();
        using var step = new ContrastiveDivergenceStep(machine, placed.Update(options), rule, reference?.Features);
        var history = fit.Train(step, rows, validation, options);
        step.MeasuresErrorOnly = true;
        return history with { Baseline = Baseline(machine, moments, TrainingLoop.Evaluate(step, rows, options)!.MeanLoss) };
    }

    private static Baseline Baseline(RbmNetwork machine, ColumnMoments moments, double error)
    {
        using var scope = NewDisposeScope();
        var deviation = moments.Deviation / machine.Scale;
        var variance = deviation.Squared().mean().Read<double>();
        return new Baseline("the mean of each column", "mean squared error of the reconstruction", variance, error);
    }
}

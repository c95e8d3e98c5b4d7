using Microsoft.ML;

namespace DeepML;

/// <summary>Training that goes on from a fitted machine.</summary>
public static class RbmTransformerExtensions
{
    /// <summary>Learns more rows, from the weights and the scaling that are there: for data that come in parts.</summary>
    /// <param name="model">The machine; it stays as it is.</param>
    /// <param name="data">Rows with the input column.</param>
    /// <param name="training">How to train; null takes the defaults of <see cref="RbmOptions.Training"/>.</param>
    /// <returns>A machine of its own, with the same columns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    /// <exception cref="ArgumentException">
    /// An option is out of range, or the visible units are bits and a value lies outside [0, 1].
    /// </exception>
    public static RbmTransformer FitMore(this RbmTransformer model, IDataView data, TrainingOptions? training = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return FitMore(model, data, new RbmOptions
        {
            HiddenSize = model.HiddenSize,
            VisibleUnits = model.VisibleUnits,
            HiddenUnits = model.HiddenUnits,
            LearnVariances = model.Machine.Architecture.LearnsVariances,
            FreeEnergyColumnName = model.Columns.FreeEnergy,
            Training = training ?? RbmOptions.DefaultTraining,
        });
    }

    /// <summary>Learns more rows, with a say in how the samples are drawn.</summary>
    /// <param name="model">The machine; it stays as it is.</param>
    /// <param name="data">Rows with the input column.</param>
    /// <param name="options">Options with the machine's sizes and units.</param>
    /// <returns>A machine of its own.</returns>
    /// <exception cref="ArgumentException">The options ask for other sizes or units.</exception>
    /// <inheritdoc cref="FitMore(RbmTransformer, IDataView, TrainingOptions)" path="/exception"/>
    public static RbmTransformer FitMore(this RbmTransformer model, IDataView data, RbmOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new RbmEstimator(model.HostEnvironment, model.Columns.Output, model.Columns.Input, options).Fit(data, model);
    }
}

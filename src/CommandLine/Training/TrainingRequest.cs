using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.CommandLine.Training;

/// <summary>What a trainer is given.</summary>
/// <param name="Ml">The context, with its seed.</param>
/// <param name="Task">What is learned.</param>
/// <param name="Options">The trainer's options.</param>
/// <param name="Columns">The columns that take part.</param>
/// <param name="Rows">The rows to learn from.</param>
/// <param name="Validation">Rows that are measured and never learned from; null for those that the options hold out.</param>
/// <param name="Together">The processes that train together; null where it is one.</param>
/// <param name="Cancellation">Stops the training.</param>
internal sealed record TrainingRequest(
    MLContext Ml, string Task, object Options, TrainingColumns Columns, IDataView Rows, IDataView? Validation,
    TrainingDistribution? Together, CancellationToken Cancellation)
{
    /// <summary>How a network is trained, seen in the console and stopped by the user.</summary>
    public TrainingOptions Accompanied(TrainingOptions training) =>
        training.WithConsoleProgress() with { Cancellation = Cancellation, Distribution = Together };

    /// <summary>Fits what stands before a network, the network, and what stands behind it.</summary>
    /// <param name="before">Prepares the columns; null for nothing.</param>
    /// <param name="network">From the prepared rows to learn from, and to measure on, to the network.</param>
    /// <param name="behind">Turns answers into what people read; null for nothing.</param>
    /// <returns>The chain of all three.</returns>
    public ITransformer Chain(
        IEstimator<ITransformer>? before, Func<IDataView, IDataView?, ITransformer> network, IEstimator<ITransformer>? behind = null)
    {
        var prepares = before?.Fit(Rows);
        var rows = prepares?.Transform(Rows) ?? Rows;
        var fitted = network(rows, Validation is null ? null : prepares?.Transform(Validation) ?? Validation);
        ITransformer[] last = behind is null ? [] : [behind.Fit(fitted.Transform(rows))];
        return new TransformerChain<ITransformer>([.. prepares is null ? [] : Chains.Members(prepares), fitted, .. last]);
    }
}

namespace DeepML;

/// <summary>Adds progress in the console to the options of a training.</summary>
public static class ConsoleProgressExtensions
{
    /// <summary>The same options, with a line in the console that shows how the training goes on: <see cref="ConsoleProgress"/>.</summary>
    /// <param name="training">The options.</param>
    public static TrainingOptions WithConsoleProgress(this TrainingOptions training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return training with { Callbacks = [.. training.Callbacks, new ConsoleProgress()] };
    }
}

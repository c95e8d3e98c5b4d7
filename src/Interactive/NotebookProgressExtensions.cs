namespace DeepML.Interactive;

/// <summary>Adds progress in a notebook to the options of a training.</summary>
public static class NotebookProgressExtensions
{
    /// <summary>The same options, with the course of the training below the cell that trains: <see cref="NotebookProgress"/>.</summary>
    /// <param name="training">The options.</param>
    public static TrainingOptions WithNotebookProgress(this TrainingOptions training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return training with { Callbacks = [.. training.Callbacks, new NotebookProgress()] };
    }
}

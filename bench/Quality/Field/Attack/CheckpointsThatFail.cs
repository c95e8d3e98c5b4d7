using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>What cannot be written costs no training, and one folder is of one training.</summary>
internal sealed class CheckpointsThatFail : IFieldCheck
{
    /// <inheritdoc/>
    public int Number => 17;

    /// <inheritdoc/>
    public string Fault => "a checkpoint that cannot be written throws the training away, or two trainings write into one folder";

    /// <inheritdoc/>
    public bool Holds()
    {
        var folder = Directory.CreateTempSubdirectory("checkpoints");
        try
        {
            return GoesOn(Path.Combine(folder.FullName, "gone"))
                && IsRefused(Path.Combine(folder.FullName, "twice")) && IsAnErrorAtTheStart(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool GoesOn(string folder)
    {
        var warned = false;
        var ml = new MLContext(seed: 1);
        ml.Log += (_, e) => warned |= e.Message.Contains("checkpoint", StringComparison.Ordinal)
            && e.Message.Contains("could not be written", StringComparison.Ordinal);
        using var model = Fit(ml, folder, progress =>
        {
            if (progress is { Epoch: 1, IsEpochEnd: true })
                Directory.Delete(folder, recursive: true);
        });
        return warned && model.TrainingHistory.Epochs.Count == 3;
    }

    private static bool IsRefused(string folder)
    {
        var said = "";
        using var model = Fit(new MLContext(seed: 1), folder, progress =>
        {
            if (progress is { Epoch: 1, IsEpochEnd: true })
                said = Error(() => Fit(new MLContext(seed: 2), folder, _ => { }));
        });
        return said.Contains($"process {Environment.ProcessId}", StringComparison.Ordinal);
    }

    private static bool IsAnErrorAtTheStart(string folder)
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "in the way");
        var begun = false;
        return Error(() => Fit(new MLContext(seed: 1), file, _ => begun = true)).Contains(file, StringComparison.Ordinal) && !begun;
    }

    private static string Error(Func<IDisposable> fit)
    {
        try
        {
            fit().Dispose();
            return "";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    private static MultilayerPerceptronTransformer Fit(MLContext ml, string folder, Action<EpochProgress> watch) =>
        ml.BinaryClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
        {
            Training = new TrainingOptions
            {
                Epochs = 3,
                CheckpointDirectory = folder,
                CheckpointInterval = TimeSpan.Zero,
                Progress = new Watching(watch),
            },
        }).Fit(SavedModel.Rows(ml));

    // Told on the training's own thread, unlike Progress<T>.
    private sealed class Watching(Action<EpochProgress> watch) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => watch(value);
    }
}

using DeepML;
using Microsoft.ML;

/// <summary>Trains on a background thread for as long as the process lives, and ends it.</summary>
internal static class EndsWhileTraining
{
    /// <summary>Returns, or exits, while the thread trains.</summary>
    /// <param name="how">"exit" ends the process with 5; else the program returns 0.</param>
    public static int Run(string how)
    {
        using var began = new ManualResetEventSlim();
        var random = new Random(3);
        var ml = new MLContext(seed: 5);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 4000).Select(i => Row.Around(i % 3, random)).ToArray());
        var options = new AutoencoderOptions
        {
            HiddenSizes = [256, 256],
            CodeSize = 4,
            Training = new TrainingOptions { Epochs = 100_000, BatchSize = 500, Progress = new Told(began.Set) },
        };
        var trains = new Thread(() =>
        {
            using var model = ml.Transforms.Autoencoder("Code", "Features", options).Fit(data);
            Console.WriteLine(model.TrainingHistory.StopMessage);
        })
        { IsBackground = true };
        trains.Start();
        began.Wait();
        if (how == "exit")
            Environment.Exit(5);
        return 0;
    }

    private sealed class Told(Action act) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => act();
    }
}

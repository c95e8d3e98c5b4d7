using Microsoft.ML;

namespace DeepML.Bench;

/// <summary>A process ends while a background thread trains: the training stops, and the process ends in order.</summary>
internal sealed class ProcessEnds : IFieldCheck
{
    private const string Child = "DEEPML_BENCH_ENDS";
    private const int Rounds = 3;

    public int Number => 19;

    public string Fault => "a process that ends while a background thread trains ends by a segmentation fault";

    public bool Holds()
    {
        if (Environment.GetEnvironmentVariable(Child) is not null)
        {
            TrainInBackground();
            return true; // and the process ends
        }
        return Enumerable.Range(0, Rounds).All(_ => CodeOfChild() == 0);
    }

    private static void TrainInBackground()
    {
        var ml = new MLContext(seed: 1);
        var data = SavedModel.Rows(ml, 5000);
        using var began = new ManualResetEventSlim();
        new Thread(() => ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [256],
            CodeSize = 2,
            Training = new TrainingOptions { Epochs = 100_000, BatchSize = 500, Progress = new Told(began.Set) },
        }).Fit(data).Dispose())
        { IsBackground = true }.Start();
        began.Wait();
    }

    private static int CodeOfChild()
    {
        using var process = OwnProcess.Start(["quality", "field.19", "--plain"], Child);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private sealed class Told(Action act) : IProgress<EpochProgress>
    {
        public void Report(EpochProgress value) => act();
    }
}

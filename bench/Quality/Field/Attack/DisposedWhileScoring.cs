using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Models are disposed while threads score with them: those end by an exception, and the process lives.</summary>
internal sealed class DisposedWhileScoring : IFieldCheck
{
    /// <inheritdoc/>
    public int Number => 13;

    /// <inheritdoc/>
    public string Fault => "disposing a model while it scores is a SIGSEGV";

    /// <inheritdoc/>
    public bool Holds()
    {
        var ml = new MLContext(seed: 1);
        var data = SavedModel.Rows(ml, 5000);
        for (var round = 0; round < 10; round++)
        {
            using var autoencoder = ml.Transforms.Autoencoder(
                "Code", "Features", new AutoencoderOptions { CodeSize = 2, Training = new TrainingOptions { Epochs = 1 } }).Fit(data);
            var perceptron = Models.Perceptron(ml, data);
            (IDisposable Model, Action Score)[] uses =
            [
                (perceptron, () => _ = perceptron.Transform(data).GetColumn<float>("Score").Sum()),
                (autoencoder, () => _ = autoencoder.Transform(data).GetColumn<float[]>("Code").Count()),
                (autoencoder, () => _ = autoencoder.Reconstruct(data).GetColumn<float[]>("Features").Count()),
                (autoencoder, () => _ = autoencoder.Encode([[0, 1, 0, 1]])),
            ];
            var scoring = uses.Select(use => Task.Run(() => UntilDisposed(use.Score))).ToArray();
            Thread.Sleep(20 + round);
            perceptron.Dispose();
            autoencoder.Dispose();
            if (!Task.WaitAll(scoring, TimeSpan.FromSeconds(30)) || !scoring.All(task => task.Result))
                return false;
        }
        return true;
    }

    private static bool UntilDisposed(Action score)
    {
        try
        {
            while (true)
                score();
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}

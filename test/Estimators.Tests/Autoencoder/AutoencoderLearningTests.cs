using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderLearningTests
{
    [TestMethod]
    public void A_trained_autoencoder_reconstructs_better_than_the_column_means()
    {
        var ml = new MLContext(seed: 1);
        var data = Blobs.Create(ml, 150);
        using var model = ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            HiddenSizes = [8],
            CodeSize = 2,
            Training = new TrainingOptions { Epochs = 60, BatchSize = 16, LearningRate = 0.01 },
        }).Fit(data);
        var original = Cells.Read(data, data.Schema["Features"]);
        var view = model.Reconstruct(data);
        var reconstruction = Cells.Read(view, view.Schema["Features"]);
        var means = Enumerable.Range(0, Blobs.Width).Select(i => original.Average(row => row[i])).ToArray();
        var error = original.Zip(reconstruction).Average(p => p.First.Zip(p.Second).Average(v => Math.Pow(v.First - v.Second, 2)));
        var baseline = original.Average(row => row.Zip(means).Average(v => Math.Pow(v.First - v.Second, 2)));
        Assert.IsLessThan(baseline / 5, error);
    }

    [TestMethod]
    public void The_history_holds_every_epoch_and_the_principal_components_to_beat()
    {
        var ml = new MLContext(seed: 1);
        using var model = ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = 2,
            Training = new TrainingOptions { Epochs = 4 },
        }).Fit(Blobs.Create(ml));
        CollectionAssert.AreEqual(new[] { 1, 2, 3, 4 }, model.TrainingHistory.Epochs.Select(e => e.Epoch).ToArray());
        Assert.AreEqual("PCA with 2 components", model.TrainingHistory.Baseline!.Name);
        Assert.AreEqual((8 * 2) + 2 + (2 * 8) + 8, model.ParameterCount);
    }
}

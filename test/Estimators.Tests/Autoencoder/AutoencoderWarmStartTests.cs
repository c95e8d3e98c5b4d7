using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.Autoencoder;

[TestClass]
public sealed class AutoencoderWarmStartTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_warm_start_goes_on_where_the_previous_model_ended()
    {
        var data = Blobs.Create(_ml, 150);
        using var first = Estimator(codeSize: 2, epochs: 20).Fit(data);
        using var second = Estimator(codeSize: 2, epochs: 1).Fit(data, first);
        Assert.IsLessThan(first.TrainingHistory.Epochs[0].TrainingLoss / 2, second.TrainingHistory.Epochs[0].TrainingLoss);
    }

    [TestMethod]
    public void A_previous_model_of_another_architecture_is_refused()
    {
        var data = Blobs.Create(_ml);
        using var first = Estimator(codeSize: 2, epochs: 1).Fit(data);
        var error = Assert.ThrowsExactly<ArgumentException>(() => Estimator(codeSize: 3, epochs: 1).Fit(data, first));
        StringAssert.Contains(error.Message, "another architecture");
        Assert.ThrowsExactly<ArgumentNullException>(() => Estimator(codeSize: 2, epochs: 1).Fit(data, (AutoencoderTransformer)null!));
    }

    [TestMethod]
    public void A_disposed_model_is_neither_saved_nor_started_from()
    {
        var data = Blobs.Create(_ml);
        var first = Estimator(codeSize: 2, epochs: 1).Fit(data);
        first.Dispose();
        using var file = new MemoryStream();
        Assert.ThrowsExactly<ObjectDisposedException>(() => _ml.Model.Save(first, data.Schema, file));
        Assert.ThrowsExactly<ObjectDisposedException>(() => Estimator(codeSize: 2, epochs: 1).Fit(data, first));
        Assert.ThrowsExactly<ObjectDisposedException>(() => new MultilayerPerceptronOptions().InitializeFrom(first));
    }

    private AutoencoderEstimator Estimator(int codeSize, int epochs) =>
        _ml.Transforms.Autoencoder("Code", "Features", new AutoencoderOptions
        {
            CodeSize = codeSize,
            Loss = ReconstructionLoss.SquaredError,
            Training = new TrainingOptions { Epochs = epochs, LearningRate = 0.02 },
        });
}

using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Convolutional;

[TestClass]
public sealed class AveragePoolingTests
{
    /// <param name="rows">Pictures of 16,384 numbers: 64 of them are the most that are interpolated.</param>
    [TestMethod]
    [DataRow(1)]
    [DataRow(64)]
    [DataRow(65)]
    public void Halving_pictures_takes_the_mean_of_four_in_batches_of_any_size(int rows)
    {
        using var scope = NewDisposeScope();
        using var layer = new PoolingLayer(PoolingKind.Average).Create(new LayerShape(4, 64, 64), new LayerBuild(10, false));
        var pictures = rand(rows, 4, 64, 64).requires_grad_();
        var halved = layer.call(pictures);
        var expected = pictures.detach().reshape(rows, 4, 32, 2, 32, 2).mean([3L, 5L]);
        Assert.IsTrue(halved.detach().allclose(expected, 1e-6, 1e-6));
        halved.backward([ones_like(halved)]);
        Assert.IsTrue(pictures.grad!.allclose(full_like(pictures.grad, 0.25), 1e-6, 1e-6));
    }
}

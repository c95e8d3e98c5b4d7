using DeepML.Workout;
using Microsoft.ML;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.OwnModules.Tests;

/// <summary>A module that the memory cannot hold is an error that says so, before anything is trained.</summary>
[TestClass]
public sealed class TooLargeTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void A_module_with_more_weights_than_memory_is_refused_with_the_bytes()
    {
        Vast? made = null;
        var trainer = _ml.Regression.Trainers.TorchModule("Number", "Features", (_, _) => made = new Vast(1L << 50));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(Blobs.Create(_ml)));
        StringAssert.Contains(error.Message, $"The weights of Vast take {1L << 52} bytes and their gradients {1L << 52} bytes");
        StringAssert.Contains(error.Message, $"this process may use {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes} bytes");
        Assert.IsTrue(made!.weight.IsInvalid, "it is disposed");
    }

    [TestMethod]
    [DataRow(1L << 40, DisplayName = "a tensor that cannot be allocated")]
    [DataRow(1L << 62, DisplayName = "a size that overflows")]
    public void A_function_that_asks_for_more_than_there_is_is_told_how_much_there_is(long outputs)
    {
        var trainer = _ml.Transforms.TorchModule("Answer", "Features", size => nn.Linear(size, outputs), new SquaredLoss());
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => trainer.Fit(Blobs.Create(_ml)));
        StringAssert.StartsWith(
            error.Message, "The function that makes the module asks for more memory than there is; this process may use ");
        Assert.IsNotNull(error.InnerException);
    }

    [TestMethod]
    public void Other_errors_of_the_function_are_left_as_they_are()
    {
        var trainer = _ml.Regression.Trainers.TorchModule("Number", "Features", (_, _) => throw new NotSupportedException("mine"));
        Assert.AreEqual("mine", Assert.ThrowsExactly<NotSupportedException>(() => trainer.Fit(Blobs.Create(_ml))).Message);
        var torch = _ml.Regression.Trainers.TorchModule("Number", "Features", (size, _) => nn.Linear(size, -1));
        StringAssert.Contains(
            Assert.Throws<Exception>(() => torch.Fit(Blobs.Create(_ml))).Message, "negative", StringComparison.OrdinalIgnoreCase);
    }

    // One number that is shown many times: as large as it says, and as small as a test can have it.
    private sealed class Vast : nn.Module<Tensor, Tensor>
    {
#pragma warning disable SA1307, IDE1006 // the name of a weight is its field's
        public readonly Parameter weight;
#pragma warning restore SA1307, IDE1006

        public Vast(long numbers) : base(nameof(Vast))
        {
            weight = new Parameter(zeros(1).expand(numbers));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => input;
    }
}

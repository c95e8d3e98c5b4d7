using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class RandomStreamTests
{
    [TestMethod]
    public void Streams_equal_those_of_PyTorch_with_the_same_seed()
    {
        torch.manual_seed(7);
        var streams = new (string name, Tensor value)[]
        {
            ("rand", rand(5)), ("randn", randn(20)), ("randint", randint(100, 6)), ("randperm", randperm(8)), ("bernoulli", bernoulli(full(8, 0.4))),
            ("multinomial", multinomial(tensor(new[] { 0.1f, 0.2f, 0.7f }), 6, replacement: true)), ("normal", normal(1, 2, new long[] { 3 })),
            ("uniform_", empty(3).uniform_(-1, 1)), ("normal_", empty(3, float64).normal_(2, 3)), ("exponential_", empty(3).exponential_(2)),
            ("geometric_", empty(3).geometric_(0.3)), ("bernoulli_", empty(6).bernoulli_(0.25)), ("poisson", poisson(full(4, 3.0))),
        };
        foreach (var (name, value) in streams) TensorReference.AssertSame(TensorReference.Read("streams", name), value);
    }

    [TestMethod]
    public void Explicit_generator_has_the_stream_of_the_default_one_with_the_same_seed()
    {
        torch.manual_seed(5);
        var expected = rand(10);
        using var generator = new Generator(5);
        Assert.AreEqual(5, generator.initial_seed());
        Assert.IsTrue(rand(10, generator: generator).allclose(expected));
        Assert.IsFalse(rand(10, generator: generator).allclose(expected));
        generator.manual_seed(5);
        Assert.IsTrue(empty(10).uniform_(0, 1, generator).allclose(expected));
    }

    [TestMethod]
    public void Explicit_generator_leaves_the_default_stream_alone()
    {
        torch.manual_seed(3);
        var expected = rand(4);
        torch.manual_seed(3);
        using var other = new Generator(99);
        _ = rand(100, generator: other);
        _ = randint(0, 9, 100L, generator: other);
        _ = randperm(10, generator: other);
        _ = rand(2, 2).bernoulli(other);
        torch.manual_seed(3);
        _ = empty(5).normal_(generator: other);
        Assert.IsTrue(rand(4).allclose(expected));
    }

    [TestMethod]
    public void State_of_a_generator_can_be_kept_and_put_back()
    {
        torch.manual_seed(11);
        var state = torch.get_rng_state();
        var first = randn(7);
        torch.set_rng_state(state);
        Assert.IsTrue(randn(7).allclose(first));
        using var generator = new Generator(1);
        var own = generator.get_state();
        var numbers = rand(3, generator: generator);
        generator.set_state(own);
        Assert.IsTrue(rand(3, generator: generator).allclose(numbers));
        Assert.AreEqual(11, Generator.Default.initial_seed());
        Assert.AreSame(Generator.Default, torch.manual_seed(12));
    }

    [TestMethod]
    public void Wrong_state_is_refused()
    {
        using var generator = new Generator(1);
        Assert.ThrowsExactly<System.Runtime.InteropServices.ExternalException>(() => generator.set_state(zeros(3, uint8)));
        generator.Dispose();
        Assert.ThrowsExactly<InvalidOperationException>(() => generator.seed());
    }

    [TestMethod]
    public void Bounds_that_the_dtype_cannot_hold_are_refused()
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => randint(0, 300, 5L, uint8));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => randint(-1, 2, 5L, uint8));
        Assert.ThrowsExactly<ArgumentException>(() => rand(3, int64));
        Assert.ThrowsExactly<ArgumentException>(() => randn(3, int32));
        var t = randint(-3, 3, (100, 2));
        Assert.AreEqual(ScalarType.Int64, t.dtype);
        Assert.IsTrue((t >= -3).all().item<bool>() && (t < 3).all().item<bool>());
    }

    [TestMethod]
    public void Numbers_of_threads_can_be_set()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            Assert.AreEqual(1, get_num_threads());
        }
        finally { set_num_threads(before); }
        Assert.AreEqual(before, get_num_threads());
    }
}

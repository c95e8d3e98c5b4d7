using System.Numerics;
using DeepML.Networks;
using DeepML.Workout;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers.Tests.Optimizers;

[TestClass]
public sealed class ElementPassTests
{
    [TestMethod]
    public void Room_is_a_whole_number_of_cache_lines()
    {
        foreach (var (count, room) in new[] { (0, 0), (1, 16), (15, 16), (16, 16), (17, 32), (32, 32), (1_000_000_001L, 1_000_000_016L) })
            Assert.AreEqual(room, ElementPass.Padded(count), $"{count}");
    }

    [TestMethod]
    public void Every_number_is_treated_once_and_what_lies_behind_stays()
    {
        for (var count = 0; count <= 40; count++)
        {
            var weights = Enumerable.Range(0, count + 3).Select(i => (float)i).ToArray();
            var gradients = Enumerable.Range(0, count).Select(i => 100f * i).ToArray();
            var states = new float[2 * ElementPass.Padded(count)];
            ElementPass.Run(new Counting(), weights.AsSpan(0, count), gradients, states);
            for (var i = 0; i < count + 3; i++)
                Assert.AreEqual(i < count ? 101f * i : i, weights[i], $"{count}: {i}");
            for (var i = 0; i < count; i++)
                Assert.AreEqual((1f, 100f * i), (states[i], states[i + ElementPass.Padded(count)]), $"{count}: states of {i}");
        }
    }

    [TestMethod]
    public void Many_numbers_are_treated_once_too_and_alike_however_many_threads_there_are()
    {
        const int count = 200_003; // a last part that is not full, and a last vector
        var gradients = Enumerable.Range(0, count).Select(i => MathF.Sin(i)).ToArray();
        var counted = new float[2 * ElementPass.Padded(count)];
        ElementPass.Run(new Counting(), new float[count], gradients, counted);
        Assert.IsTrue(counted.AsSpan(0, count).IndexOfAnyExcept(1f) < 0);
        Assert.IsTrue(counted.AsSpan((int)ElementPass.Padded(count), count).SequenceEqual(gradients));
        var rule = new AdamRule(0.9, 0.999, 1e-8, 0.01, isDecoupled: true);
        var moved = new[] { 1, 2 }.Select(threads =>
        {
            using var taken = new IntraOpThreads(threads);
            var (weights, states) = (new float[count], new float[2 * ElementPass.Padded(count)]);
            for (var step = 1; step <= 3; step++)
                rule.Move(weights, gradients, states, 1e-3, step);
            return weights;
        }).ToArray();
        Assert.IsTrue(moved[0].AsSpan().SequenceEqual(moved[1]));
        Assert.IsGreaterThan(count / 2, moved[0].Count(weight => weight != 0));
    }

    [TestMethod]
    public void Lengths_that_do_not_belong_together_are_refused()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() =>
            ElementPass.Run(new Counting(), new float[3], new float[2], new float[32]));
        StringAssert.Contains(error.Message, "3 weights have 2 gradients and 32 numbers");
        Assert.ThrowsExactly<ArgumentException>(() => ElementPass.Run(new Counting(), new float[3], new float[3], new float[31]));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(8)]
    [DataRow(21)]
    public void Passes_over_gradients_agree_with_torch_whether_or_not_they_lie_in_a_row(int count)
    {
        using var scope = NewDisposeScope();
        var values = Enumerable.Range(0, count).Select(i => i - 4.25f).ToArray();
        var signs = Enumerable.Range(0, count).Select(i => (float)((i % 3) - 1)).ToArray(); // -1, 0, 1
        var inOrder = new Parameter(tensor(signs));
        var apart = new Parameter(zeros(Math.Max(2, count), 2).narrow(1, 0, 1).squeeze(1).narrow(0, 0, count).copy_(inOrder.detach()));
        var gradient = tensor(values);
        foreach (var parameters in new Parameter[][] { [inOrder], [apart], [inOrder, apart] })
        {
            using var memory = new OptimizerMemory(parameters, 0);
            Tensor?[] gradients = [.. parameters.Select(_ => gradient.clone()), null]; // the last is not reached
            var lists = new GradientLists(gradients, memory);
            CollectionAssert.AreEqual(parameters.Select(p => ReferenceEquals(p, inOrder) || count < 2).ToArray(),
                parameters.Select((_, i) => lists.IsPlain(i, gradients[i]!)).ToArray());
            var squares = lists.Squares();
            Assert.IsTrue(double.IsNaN(squares[^1]));
            lists.Multiply(3);
            lists.Divide(4);
            lists.AddSigns(0.5, i => parameters[i]);
            for (var i = 0; i < parameters.Length; i++)
            {
                Assert.AreEqual(values.Sum(v => (double)v * v), squares[i], 1e-3, $"{i}");
                CollectionAssert.AreEqual(
                    values.Select((v, at) => (v * 3 / 4) + (0.5f * signs[at])).ToArray(), Toy.Values(gradients[i]!), $"{i}");
            }
            lists.Clip(1);
            if (count > 0)
                Assert.AreEqual(1, lists.Squares().SkipLast(1).Sum(), 1e-5);
        }
    }

    [TestMethod]
    public void Squares_of_large_numbers_are_summed_in_double_precision() =>
        Assert.AreEqual(3e40, Sum([1e20f, 1e20f, 1e20f]), 1e35, "in float they would be infinite");

    [TestMethod]
    public void The_memory_of_a_parameter_is_plain_where_its_numbers_are()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters =
        [
            new(zeros(3, 2)), new(zeros(5, dtype: float64)), new(zeros(3, 2).t()), new(zeros(0)), new(zeros(17)),
        ];
        using var memory = new OptimizerMemory(parameters, 2);
        CollectionAssert.AreEqual(
            new[] { true, false, false, true, true }, Enumerable.Range(0, 5).Select(memory.IsPlain).ToArray());
        Assert.HasCount(2, memory.Blocks, "one for each type of number");
        Assert.AreEqual(2 * (16 + 16 + 0 + 32), memory.Blocks.Single(block => block.dtype == float32).size(0));
        Assert.AreEqual(32, memory.Blocks.Single(block => block.dtype == float64).size(0));
        CollectionAssert.AreEqual(new long[5], memory.Steps);
    }

    [TestMethod]
    public void Span_and_tensors_are_the_same_numbers()
    {
        using var scope = NewDisposeScope();
        Parameter[] parameters = [new(zeros(4)), new(zeros(2, 3))];
        using var memory = new OptimizerMemory(parameters, 2);
        var states = memory.Tensors(1);
        Assert.HasCount(2, states);
        CollectionAssert.AreEqual(new long[] { 2, 3 }, states[1].shape);
        states[0].fill_(5);
        states[1][1, 2] = tensor(7f);
        var span = memory.Span(1);
        Assert.AreEqual(32, span.Length);
        Assert.AreEqual((5f, 5f, 0f, 7f), (span[0], span[5], span[6], span[16 + 5]));
        Assert.AreEqual(0f, memory.Span(0).ToArray().Sum(), "the neighbour's are untouched");
    }

    [TestMethod]
    public void A_rule_without_memory_has_none()
    {
        using var scope = NewDisposeScope();
        using var memory = new OptimizerMemory([new Parameter(zeros(4))], 0);
        Assert.IsEmpty(memory.Tensors(0));
        Assert.AreEqual(0, memory.Span(0).Length);
    }

    [TestMethod]
    public void Memory_outlives_the_scope_that_it_was_made_in_and_is_let_go_with_it()
    {
        using var outer = NewDisposeScope();
        var parameter = new Parameter(zeros(4));
        var before = LiveTensors.Count();
        OptimizerMemory memory;
        using (NewDisposeScope())
        {
            memory = new OptimizerMemory([parameter], 1);
            Assert.AreEqual(before, Tensor.TotalCount, "there is none before it is asked for");
            Assert.AreEqual(16, memory.Span(0).Length);
        }
        Assert.AreEqual(before + 1, Tensor.TotalCount);
        memory.Dispose();
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static double Sum(float[] values)
    {
        using var gradient = tensor(values);
        return GradientPass.SumOfSquares(gradient);
    }

    // Adds the gradient; counts calls in the first state, and keeps the gradient in the second.
    private readonly struct Counting : IElementRule
    {
        public Vector<float> Moved(Vector<float> weights, Vector<float> gradients, ref float states, nuint at, nuint stride)
        {
            (Vector.LoadUnsafe(ref states, at) + Vector<float>.One).StoreUnsafe(ref states, at);
            gradients.StoreUnsafe(ref states, at + stride);
            return weights + gradients;
        }
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Modules = TorchSharp.Modules;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class LayerBehaviourTests
{
    static void AssertBetween(Tensor t, double bound)
    {
        var largest = t.abs().max().ToDouble();
        Assert.IsTrue(largest <= bound && largest > 0.7 * bound, $"{largest} is not just below {bound}");
    }

    [TestMethod]
    public void Weights_are_drawn_from_the_ranges_of_PyTorch()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var linear = Linear(25, 40);
        AssertBetween(linear.weight, 1 / Math.Sqrt(25));
        AssertBetween(linear.bias, 1 / Math.Sqrt(25));
        using var conv = Conv2d(4, 30, 3, groups: 2);
        AssertBetween(conv.weight, 1 / Math.Sqrt(2 * 9));
        AssertBetween(conv.bias, 1 / Math.Sqrt(2 * 9));
        using var back = ConvTranspose1d(4, 30, 3, groups: 2);
        CollectionAssert.AreEqual(new long[] { 4, 15, 3 }, back.weight.shape);
        AssertBetween(back.weight, 1 / Math.Sqrt(15 * 3));
        using var lstm = LSTM(8, 16, 2);
        foreach (var p in lstm.parameters()) AssertBetween(p, 1 / Math.Sqrt(16));
        using var attention = MultiheadAttention(12, 3);
        AssertBetween(attention.get_parameter("in_proj_weight"), Math.Sqrt(6.0 / (36 + 12)));
        Assert.AreEqual(0.0, attention.get_parameter("in_proj_bias").abs().sum().ToDouble());
        Assert.AreEqual(0.0, attention.get_parameter("out_proj.bias").abs().sum().ToDouble());
        using var embedding = Embedding(2000, 10, padding_idx: 3);
        Assert.AreEqual(1.0, embedding.weight.std().ToDouble(), 0.03);
        Assert.AreEqual(0.0, embedding.weight[3].abs().sum().ToDouble());
    }

    [TestMethod]
    public void The_same_seed_gives_the_same_weights_for_any_dtype()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var a = Linear(5, 4);
        manual_seed(7);
        using var b = Linear(5, 4, dtype: float64);
        Assert.AreEqual(float64, b.weight.dtype);
        Assert.IsTrue(a.weight.to(float64).Equals(b.weight));
    }

    [TestMethod]
    public void Only_layer_norm_follows_the_default_dtype()
    {
        set_default_dtype(float64);
        try
        {
            Assert.AreEqual(float64, LayerNorm(2).weight.dtype);
            Assert.AreEqual(float32, Linear(2, 2).weight.dtype);
        }
        finally
        {
            set_default_dtype(float32);
        }
    }

    [TestMethod]
    public void Norms_check_the_rank_of_their_input()
    {
        Assert.ThrowsExactly<ArgumentException>(() => BatchNorm1d(2).call(zeros(2)));
        Assert.ThrowsExactly<ArgumentException>(() => BatchNorm1d(2).call(zeros(1, 2, 3, 4)));
        Assert.ThrowsExactly<ArgumentException>(() => BatchNorm2d(2).call(zeros(1, 2, 3)));
        Assert.ThrowsExactly<ArgumentException>(() => InstanceNorm2d(2).call(zeros(2, 3, 4)));
        BatchNorm1d(2).call(rand(3, 2)).Dispose();
        BatchNorm2d(2).call(rand(3, 2, 1, 1)).Dispose();
    }

    [TestMethod]
    public void Running_statistics_can_be_set_and_reset()
    {
        using var m = BatchNorm1d(2);
        m.call(rand(3, 2)).Dispose();
        Assert.AreEqual(1L, m.num_batches_tracked.item<long>());
        m.reset_running_stats();
        Assert.AreEqual(0L, m.num_batches_tracked.item<long>());
        Assert.AreEqual(2f, m.running_var.sum().item<float>());
        m.running_mean = ones(2);
        Assert.AreEqual(2f, m.get_buffer("running_mean").sum().item<float>());
    }

    [TestMethod]
    public void Dropout_scales_what_it_keeps_and_does_nothing_in_use()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var m = Dropout(0.25);
        var x = ones(10_000);
        var y = m.call(x);
        Assert.AreEqual(0.25, (y == 0).to(float32).mean().ToDouble(), 0.02);
        Assert.AreEqual(1 / 0.75, y.max().ToDouble(), 1e-6);
        m.eval();
        var z = m.call(x);
        Assert.AreNotSame(x, z);
        z.Dispose();
        Assert.AreEqual(10_000f, x.sum().item<float>());
        using var channels = Dropout2d();
        var kept = channels.call(ones(4, 50, 2, 2)).sum([2, 3]);
        Assert.IsTrue(((kept == 0) | (kept == 8)).all().item<bool>());
    }

    [TestMethod]
    public void An_activation_in_place_writes_to_its_input_and_returns_another_object()
    {
        var x = tensor(new[] { -1f, 2f });
        ReLU(inplace: true).call(x).Dispose();
        Assert.AreEqual(0f, x[0].item<float>());
        using var y = functional.Hardtanh(x);
        Assert.AreSame(x, y);
    }

    [TestMethod]
    public void Recurrent_layers_take_no_state_or_a_whole_one()
    {
        using var scope = NewDisposeScope();
        using var m = LSTM(2, 3, 2, batchFirst: true, bidirectional: true);
        var x = rand(4, 5, 2);
        var (output, h, c) = m.call(x);
        CollectionAssert.AreEqual(new long[] { 4, 5, 6 }, output.shape);
        CollectionAssert.AreEqual(new long[] { 4, 4, 3 }, h.shape);
        CollectionAssert.AreEqual(h.shape, c.shape);
        var (again, _, _) = m.call(x, (zeros(4, 4, 3), zeros(4, 4, 3)));
        Assert.IsTrue(output.Equals(again));
        Assert.ThrowsExactly<ExternalException>(() => m.call(rand(5, 2)));
        Assert.ThrowsExactly<ExternalException>(() => m.call(rand(4, 5, 3)));
        using var rnn = RNN(2, 3);
        CollectionAssert.AreEqual(new long[] { 3, 2 }, rnn.get_weight_ih(0).shape);
        CollectionAssert.AreEqual(new long[] { 3 }, rnn.get_bias_hh(0).shape);
        Assert.ThrowsExactly<ExternalException>(() => LSTMCell(2, 3).call(rand(1, 2)));
    }

    [TestMethod]
    public void Dropout_of_a_recurrent_layer_works_between_layers_while_training()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var m = GRU(2, 30, 2, dropout: 0.5);
        var x = rand(3, 1, 2);
        Assert.IsFalse(m.call(x).Item1.Equals(m.call(x).Item1));
        m.eval();
        Assert.IsTrue(m.call(x).Item1.Equals(m.call(x).Item1));
    }

    [TestMethod]
    public void Attention_weights_that_were_not_asked_for_are_invalid()
    {
        using var scope = NewDisposeScope();
        using var m = MultiheadAttention(4, 2);
        var x = rand(3, 1, 4);
        var (output, weights) = m.call(x, x, x, need_weights: false);
        CollectionAssert.AreEqual(new long[] { 3, 1, 4 }, output.shape);
        Assert.IsTrue(weights.IsInvalid);
    }

    [TestMethod]
    public void Pooling_over_pairs_of_numbers_differs_from_arrays_in_its_stride()
    {
        using var x = arange(16, float32).view(1, 1, 4, 4);
        CollectionAssert.AreEqual(new long[] { 1, 1, 2, 2 }, functional.avg_pool2d(x, 2).shape);
        CollectionAssert.AreEqual(new long[] { 1, 1, 3, 3 }, functional.avg_pool2d(x, [2, 2]).shape);
        CollectionAssert.AreEqual(new long[] { 1, 1, 2, 2 }, functional.max_pool2d(x, [2, 2]).shape);
        CollectionAssert.AreEqual(new long[] { 1, 1, 4, 2 }, functional.adaptive_avg_pool2d(x, [-1, 2]).shape);
    }

    [TestMethod]
    public void Functional_forms_agree_with_the_modules()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        using var conv = Conv2d(2, 3, 3, 2, 1);
        var image = rand(1, 2, 5, 5);
        Assert.IsTrue(conv.call(image).allclose(functional.conv2d(image, conv.weight, conv.bias, [2, 2], [1, 1])));
        using var linear = Linear(5, 2);
        Assert.IsTrue(linear.call(image).allclose(functional.linear(image, linear.weight, linear.bias)));
        var padded = functional.pad(tensor(new[] { 1f, 2f }, 1, 1, 2), (1, 2), PaddingModes.Constant, 9);
        CollectionAssert.AreEqual(new[] { 9f, 1f, 2f, 9f, 9f }, padded.data<float>().ToArray());
        Assert.ThrowsExactly<ArgumentException>(() => functional.one_hot(tensor(new[] { 1, 0 })));
        CollectionAssert.AreEqual(new long[] { 0, 0, 1 }, functional.one_hot(tensor(2L)).data<long>().ToArray());
        var q = rand(2, 4, 3);
        var causal = functional.scaled_dot_product_attention(q, q, q, is_casual: true);
        var mask = ones(4, 4, dtype: @bool).tril();
        Assert.IsTrue(causal.allclose(functional.scaled_dot_product_attention(q, q, q, mask)));
        Assert.IsTrue(causal[0, 0].allclose(q[0, 0]));
    }

    [TestMethod]
    public void Sampling_on_an_identity_grid_gives_the_image_back()
    {
        using var scope = NewDisposeScope();
        var image = rand(1, 2, 3, 4);
        var grid = functional.affine_grid(tensor(new[] { 1f, 0, 0, 0, 1, 0 }, 1, 2, 3), [1, 2, 3, 4]);
        foreach (var mode in Enum.GetValues<GridSampleMode>())
            foreach (var padding in Enum.GetValues<GridSamplePaddingMode>())
                Assert.IsTrue(functional.grid_sample(image, grid, mode, padding).allclose(image, atol: 1e-5), $"{mode} {padding}");
        // Outside the image: nothing, or the nearest edge.
        Assert.AreEqual(0.0, functional.grid_sample(image, grid + 10).abs().sum().ToDouble());
        var edge = functional.grid_sample(image, grid + 10, padding_mode: GridSamplePaddingMode.Border);
        Assert.IsTrue(edge[0, 1].allclose(image[0, 1, 2, 3].expand(3, 4)));
    }

    [TestMethod]
    public void Gradients_can_be_clipped_by_norm_and_by_value()
    {
        using var scope = NewDisposeScope();
        Modules.Parameter[] ps = [new(zeros(2)), new(zeros(2, 1)), new(zeros(5))];
        Assert.AreEqual(0.0, nn.utils.clip_grad_norm_(ps, 1));
        ps[0].grad = tensor(new[] { 3f, 0f });
        ps[1].grad = tensor(new[] { 0f, 4f }, 2, 1);
        Assert.AreEqual(5.0, nn.utils.clip_grad_norm_(ps, 10), 1e-6);
        Assert.AreEqual(3f, ps[0].grad![0].item<float>());
        Assert.AreEqual(4.0, nn.utils.clip_grad_norm_(ps, 10, double.PositiveInfinity), 1e-6);
        Assert.AreEqual(7.0, nn.utils.clip_grad_norm_(ps, 10, 1), 1e-6);
        Assert.AreEqual(5.0, nn.utils.clip_grad_norm_(ps, 1), 1e-6);
        Assert.AreEqual(0.6f, ps[0].grad![0].item<float>(), 1e-5f);
        nn.utils.clip_grad_value_(ps, 0.5);
        Assert.AreEqual(0.5f, ps[1].grad!.max().item<float>());
    }

    [TestMethod]
    public void Parameters_go_into_a_vector_and_back()
    {
        using var scope = NewDisposeScope();
        using var m = Linear(2, 3);
        var vector = nn.utils.parameters_to_vector(m.parameters());
        Assert.AreEqual(9L, vector.numel());
        nn.utils.vector_to_parameters(arange(9, float32), m.parameters());
        Assert.AreEqual(5f, m.weight[2, 1].item<float>());
        Assert.AreEqual(8f, m.bias[2].item<float>());
    }

    [TestMethod]
    public void Sequences_of_different_lengths_are_padded_packed_and_unpacked()
    {
        using var scope = NewDisposeScope();
        Tensor[] sequences = [arange(1, 4, float32), arange(4, 6, float32)];
        var padded = nn.utils.rnn.pad_sequence(sequences, batch_first: true, padding_value: -1);
        CollectionAssert.AreEqual(new[] { 1f, 2f, 3f, 4f, 5f, -1f }, padded.data<float>().ToArray());
        using var packed = nn.utils.rnn.pack_sequence(sequences);
        CollectionAssert.AreEqual(new[] { 1f, 4f, 2f, 5f, 3f }, packed.data.data<float>().ToArray());
        CollectionAssert.AreEqual(new long[] { 2, 2, 1 }, packed.batch_sizes.data<long>().ToArray());
        Assert.IsTrue(packed.sorted_indices.IsInvalid);
        var (back, lengths) = nn.utils.rnn.pad_packed_sequence(packed, batch_first: true, total_length: 4);
        CollectionAssert.AreEqual(new long[] { 2, 4 }, back.shape);
        CollectionAssert.AreEqual(new long[] { 3, 2 }, lengths.data<long>().ToArray());
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class TensorIndexingTests
{
    static Tensor Grid() => arange(12).reshape(3, 4);

    static void AssertValues(Tensor t, params long[] expected) => CollectionAssert.AreEqual(expected, t.data<long>().ToArray());

    [TestMethod]
    public void Ranges_indices_and_tuples_select()
    {
        var x = Grid();
        AssertValues(x[1], 4, 5, 6, 7);
        AssertValues(x[^1], 8, 9, 10, 11);
        AssertValues(x[.., 1..3], 1, 2, 5, 6, 9, 10);
        AssertValues(x[(1, 3), 0], 4, 8);
        AssertValues(x[1.., ^2..], 6, 7, 10, 11);
        AssertValues(x[TensorIndex.Ellipsis, TensorIndex.Slice(null, null, 3)], 0, 3, 4, 7, 8, 11);
        CollectionAssert.AreEqual(new long[] { 1, 3, 4 }, x[TensorIndex.None].shape);
        CollectionAssert.AreEqual(new long[] { 3, 1, 4 }, x[TensorIndex.Colon, TensorIndex.Null].shape);
        AssertValues(x[tensor(new[] { 2L, 0L })], 8, 9, 10, 11, 0, 1, 2, 3);
        AssertValues(x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new[] { 3L }))], 3, 7, 11);
        AssertValues(x[x > 8], 9, 10, 11);
        Assert.AreEqual(6, x[1, 2].item<long>());
        Assert.AreEqual(11, x[-1, -1].item<long>());
    }

    [TestMethod]
    public void Integers_and_slices_are_views_while_masks_copy()
    {
        var x = Grid();
        x[0][1] = 100L;
        x[.., 2].zero_();
        Assert.AreEqual(100, x[0, 1].item<long>());
        Assert.AreEqual(0, x[2, 2].item<long>());
        x[x > 50].zero_();
        Assert.AreEqual(100, x[0, 1].item<long>());
    }

    [TestMethod]
    public void Setters_write_in_place_and_broadcast()
    {
        var x = zeros(3, 4);
        x[1] = 2f;
        x[.., 3] = tensor(new[] { 5f, 6f, 7f });
        x[0, 0] = -1f;
        x[x == 2f] = 3f;
        CollectionAssert.AreEqual(new[] { -1f, 0, 0, 5, 3, 3, 3, 6, 0, 0, 0, 7 }, x.data<float>().ToArray());
        x[tensor(new[] { 0L, 2L })] = 9f;
        Assert.AreEqual(9f * 8 + 9 + 6, x.sum().item<float>());
        x.index_put_((Scalar)1, TensorIndex.Ellipsis, TensorIndex.Single(0));
        CollectionAssert.AreEqual(new[] { 1f, 1f, 1f }, x[.., 0].data<float>().ToArray());
    }

    [TestMethod]
    public void Out_of_range_is_an_error_of_the_library()
    {
        var x = Grid();
        Assert.ThrowsExactly<ExternalException>(() => x[3]);
        Assert.ThrowsExactly<ExternalException>(() => x[0, 4]);
        Assert.ThrowsExactly<ExternalException>(() => x[0, 0, 0]);
        Assert.ThrowsExactly<ExternalException>(() => x[tensor(new[] { 5L })]);
        Assert.ThrowsExactly<ExternalException>(() => x.select(2, 0));
    }

    [TestMethod]
    public void Index_dtypes_are_checked()
    {
        var x = zeros(3, 4);
        var narrow = tensor(new[] { 0, 1 });
        CollectionAssert.AreEqual(new long[] { 2, 4 }, x.index_select(0, narrow).shape);
        Assert.ThrowsExactly<ExternalException>(() => x.gather(0, zeros(1, 4, int32)));
        Assert.ThrowsExactly<ExternalException>(() => x.scatter(0, zeros(1, 4, int32), ones(1, 4)));
        Assert.ThrowsExactly<ArgumentException>(() => x.index_add(0, narrow, ones(2, 4), 1));
        Assert.ThrowsExactly<ArgumentException>(() => x.index_fill_(0, narrow, 1));
        Assert.ThrowsExactly<ArgumentException>(() => x.masked_select(zeros(3, 4)));
        Assert.ThrowsExactly<ArgumentException>(() => where(zeros(3, 4), x, x));
    }

    [TestMethod]
    public void Joining_one_tensor_returns_the_same_object()
    {
        var x = ones(2);
        Assert.AreSame(x, cat([x]));
        Assert.ThrowsExactly<ArgumentException>(() => cat([]));
        CollectionAssert.AreEqual(new long[] { 1, 2 }, stack([x]).shape);
        Assert.ThrowsExactly<ExternalException>(() => cat([ones(2, 2), ones(3)]));
        var many = Enumerable.Range(0, 100).Select(i => full(1, i)).ToArray();
        Assert.AreEqual(4950, cat(many).sum().item<long>());
    }

    [TestMethod]
    public void Splitting_keeps_every_element()
    {
        var x = Grid();
        Assert.HasCount(2, x.split(2));
        CollectionAssert.AreEqual(new long[] { 1, 4 }, x.split(2)[1].shape);
        CollectionAssert.AreEqual(new long[] { 3, 1 }, x.split([1, 3], dim: 1)[0].shape);
        Assert.HasCount(4, x.split(1, 1));
        Assert.HasCount(3, x.unbind());
        Assert.HasCount(2, x.chunk(2, 1));
    }

    [TestMethod]
    public void Views_share_storage_and_refuse_incompatible_strides()
    {
        var x = Grid();
        x.view(4, 3)[0, 0] = 50L;
        Assert.AreEqual(50, x[0, 0].item<long>());
        Assert.ThrowsExactly<ExternalException>(() => x.t().view(12));
        CollectionAssert.AreEqual(new long[] { 12 }, x.t().reshape(-1).shape);
        CollectionAssert.AreEqual(new long[] { 4, 3, 2 }, zeros(2, 3, 4).T.shape);
        Assert.ThrowsExactly<ExternalException>(() => x.diagonal(), "the second dimension must be named");
    }
}

using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class TensorArithmeticTests
{
    [TestMethod]
    public void Operators_take_numbers_on_either_side()
    {
        var x = tensor(new[] { 2f, 4f });
        CollectionAssert.AreEqual(new[] { 3f, 5f }, (1 + x).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { -1f, -3f }, (1L - x).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 2f }, (x / 2.0).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 1f }, (4f / x).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 2f, 1f }, (x % 3).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 1f }, (tensor(new[] { -2f, -5f }) % 3).data<float>().ToArray());
        CollectionAssert.AreEqual(new[] { 6f, 12f }, ((Scalar)3 * x).data<float>().ToArray());
    }

    [TestMethod]
    public void Number_over_tensor_is_its_reciprocal_times_the_number()
    {
        var x = rand(1000) + 0.1;
        Assert.IsTrue((3.0 / x).Equals(x.reciprocal() * 3.0));
        Assert.AreEqual(ScalarType.Float32, (1 / tensor(new[] { 2 })).dtype);
    }

    [TestMethod]
    public void Comparisons_give_booleans_and_null_is_asked_with_is()
    {
        var x = tensor(new[] { 1f, 2f });
        CollectionAssert.AreEqual(new[] { false, true }, (x == 2f).data<bool>().ToArray());
        CollectionAssert.AreEqual(new[] { true, false }, (2 > x).data<bool>().ToArray());
        Assert.IsTrue(x.Equals(x.clone()));
        Assert.IsFalse(x.Equals(ones(3)));
        Assert.IsFalse(x.Equals("text"));
        Assert.AreNotEqual(x.GetHashCode(), x.clone().GetHashCode());
        Assert.AreEqual(ScalarType.Bool, x.equal(x).dtype);
        Assert.ThrowsExactly<NullReferenceException>(() => null! == x);
        Assert.IsFalse((x == null!).item<bool>());
    }

    [TestMethod]
    public void In_place_operations_cannot_promote()
    {
        Assert.ThrowsExactly<ExternalException>(() => tensor(new[] { 1 }).add_(0.5));
        Assert.ThrowsExactly<ExternalException>(() => tensor(new[] { 1, 2 }).mean());
        Assert.AreEqual(1.5f, tensor(new[] { 1, 2 }).mean([0], type: float32).item<float>());
    }

    [TestMethod]
    public void Some_operations_in_place_return_another_wrapper_of_the_same_storage()
    {
        var x = ones(2, 2);
        var z = x.zero_();
        Assert.AreNotSame(x, z);
        z[0, 0] = 4f;
        Assert.AreEqual(4f, x[0, 0].item<float>());
        Assert.AreNotSame(x, x.tril_());
        Assert.AreSame(x, x.add_(1));
        Assert.AreSame(x, x.fill_(2));
    }

    [TestMethod]
    public void Static_clamps_of_one_bound_do_not_change_their_argument()
    {
        var x = tensor(new[] { -1f, 3f });
        Assert.AreEqual(2f, torch.clamp_max_(x, 1).sum().item<float>() + 2f);
        Assert.AreEqual(2f, x.sum().item<float>());
        x.clamp_max_(1);
        Assert.AreEqual(0f, x.sum().item<float>());
    }

    [TestMethod]
    public void Hard_tanh_method_returns_its_argument_unchanged()
    {
        var x = tensor(new[] { -5f, 5f });
        Assert.AreEqual(5f, x.hardtanh(-1, 1)[1].item<float>());
        Assert.AreEqual(1f, x.hardtanh_(-1, 1)[1].item<float>());
    }

    [TestMethod]
    public void Integer_literal_selects_the_dimension_of_a_norm()
    {
        var x = tensor(new[,] { { 3f, 4f }, { 6f, 8f } });
        CollectionAssert.AreEqual(new[] { 5f, 10f }, x.norm(1).data<float>().ToArray());
        Assert.AreEqual(21f, x.norm(1f).item<float>());
    }

    [TestMethod]
    public void Variance_over_an_array_of_dimensions_needs_a_named_flag()
    {
        var x = tensor(new[,] { { 1f, 3f }, { 2f, 6f } });
        CollectionAssert.AreEqual(new[] { 1f, 4f }, x.var(new long[] { 1 }, unbiased: false).data<float>().ToArray());
        Assert.AreEqual(ScalarType.Float64, x.std(1, type: float64).dtype);
    }

    [TestMethod]
    public void Errors_carry_the_text_of_the_library()
    {
        foreach (var act in new Action[]
        {
            () => ones(2, 3).mm(ones(2, 3)), () => ones(2, 3).matmul(ones(2, 3)), () => ones(2, 3) .bmm(ones(2, 3)), () => ones(2) .add(ones(3)),
            () => ones(2, 3).cummax(5), () => einsum("ij,jk", ones(2, 3), ones(2, 3)), () => linalg.inv(zeros(2, 2)), () => linalg.cholesky(-eye(2)),
        })
        {
            var error = Assert.ThrowsExactly<ExternalException>(act);
            Assert.IsGreaterThan(10, error.Message.Length);
        }
        StringAssert.Contains(Assert.ThrowsExactly<ExternalException>(() => ones(2, 3).mm(ones(2, 3))).Message, "2x3 and 2x3");
    }

    [TestMethod]
    public void Decompositions_rebuild_their_matrix()
    {
        torch.manual_seed(1);
        var a = randn(5, 3, float64);
        var (u, s, vh) = linalg.svd(a, fullMatrices: false);
        Assert.IsTrue(u.mul(s).mm(vh).allclose(a));
        var (q, r) = linalg.qr(a);
        Assert.IsTrue(q.mm(r).allclose(a));
        var symmetric = a.t().mm(a);
        var (values, vectors) = linalg.eigh(symmetric);
        Assert.IsTrue(vectors.mm(values.diag()).mm(vectors.t()).allclose(symmetric));
        var (p, l, upper) = linalg.lu(symmetric);
        Assert.IsTrue(p.mm(l).mm(upper).allclose(symmetric));
        Assert.IsTrue(linalg.inv(symmetric).mm(symmetric).allclose(eye(3, dtype: float64)));
        Assert.IsTrue(linalg.solve_triangular(upper, ones(3, 1, float64), upper: true).allclose(linalg.solve(upper, ones(3, 1, float64))));
        Assert.AreEqual(3, linalg.matrix_rank(a, null, null).item<long>());
    }

    [TestMethod]
    public void Dtypes_promote_as_the_library_says()
    {
        Assert.AreEqual(ScalarType.Float64, promote_types(float32, float64));
        Assert.AreEqual(ScalarType.Float32, result_type(ones(1), tensor(1.0)));
        Assert.IsTrue(can_cast(int32, float32));
        Assert.IsFalse(can_cast(float32, int32));
        Assert.AreEqual(float.MaxValue, finfo(float32).max);
        Assert.AreEqual(127, max_int_value(int8));
    }
}

using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Compat.TorchSharp.Tests;

[TestClass]
public class TensorParityTests
{
    static Tensor In(string name) => TensorReference.Read("inputs", name).DetachFromDisposeScope();

    static readonly Tensor a = In("a"), b = In("b"), c = In("c"), d = In("d"), m = In("m"), s = In("s"), v = In("v"), w = In("w"), x3 = In("x3"), y3 = In("y3"),
        i = In("i"), j = In("j"), i32 = In("i32"), u8 = In("u8"), mask = In("mask"), idx = In("idx"), idx34 = In("idx34"), spd = In("spd"), bad = In("bad"), q = In("q"), z = In("z");

    static readonly Dictionary<string, Func<Tensor, Tensor>> s_unary = new()
    {
        ["abs"] = t => t.abs(), ["sin"] = t => t.sin(), ["cos"] = t => t.cos(), ["tan"] = t => t.tan(), ["sinh"] = t => t.sinh(), ["cosh"] = t => t.cosh(),
        ["tanh"] = t => t.tanh(), ["asinh"] = t => t.asinh(), ["atan"] = t => t.atan(), ["exp"] = t => t.exp(), ["exp2"] = t => t.exp2(), ["expm1"] = t => t.expm1(),
        ["floor"] = t => t.floor(), ["ceil"] = t => t.ceil(), ["round"] = t => t.round(), ["trunc"] = t => t.trunc(), ["frac"] = t => t.frac(), ["sign"] = t => t.sign(),
        ["sgn"] = t => t.sgn(), ["neg"] = t => -t, ["square"] = t => t.square(), ["sigmoid"] = t => t.sigmoid(), ["erf"] = t => t.erf(), ["erfc"] = t => t.erfc(),
        ["signbit"] = t => t.signbit(), ["deg2rad"] = t => t.deg2rad(), ["rad2deg"] = t => t.rad2deg(), ["relu"] = t => t.relu(), ["sinc"] = t => t.sinc(),
        ["log"] = t => t.log(), ["log2"] = t => t.log2(), ["log10"] = t => t.log10(), ["log1p"] = t => t.log1p(), ["sqrt"] = t => t.sqrt(), ["rsqrt"] = t => t.rsqrt(),
        ["reciprocal"] = t => t.reciprocal(), ["acos"] = t => t.acos(), ["asin"] = t => t.asin(), ["atanh"] = t => t.atanh(), ["erfinv"] = t => t.erfinv(),
        ["lgamma"] = t => t.lgamma(), ["digamma"] = t => t.digamma(), ["logit"] = t => t.logit(), ["i0"] = t => t.i0(), ["isnan"] = t => t.isnan(), ["isinf"] = t => t.isinf(),
        ["isfinite"] = t => t.isfinite(), ["isposinf"] = t => t.isposinf(), ["isneginf"] = t => t.isneginf(), ["nan_to_num"] = t => t.nan_to_num(),
    };

    static readonly Dictionary<string, Func<Tensor>> s_cases = new()
    {
        ["gelu(a)"] = () => a.gelu(), ["silu(a)"] = () => a.silu(), ["selu(a)"] = () => a.selu(), ["celu(a)"] = () => a.celu(), ["relu6(a)"] = () => (a * 4).relu6(),
        ["hardsigmoid(a)"] = () => a.hardsigmoid(), ["hardswish(a)"] = () => a.hardswish(), ["softplus(a)"] = () => a.softplus(), ["log_sigmoid(a)"] = () => a.log_sigmoid(),
        ["leaky_relu(a,0.1)"] = () => a.leaky_relu(0.1),
        ["add(a,b)"] = () => a + b, ["sub(a,b)"] = () => a - b, ["mul(a,b)"] = () => a * b, ["div(a,b)"] = () => a / b, ["atan2(a,b)"] = () => a.atan2(b),
        ["fmod(a,b)"] = () => a.fmod(b), ["remainder(a,b)"] = () => a % b, ["maximum(a,b)"] = () => maximum(a, b), ["minimum(a,b)"] = () => a.min(b),
        ["hypot(a,b)"] = () => a.hypot(b), ["copysign(a,b)"] = () => a.copysign(b), ["logaddexp(a,b)"] = () => a.logaddexp(b), ["lerp(a,b)"] = () => a.lerp(b, c),
        ["eq(i,j)"] = () => i == j, ["ne(i,j)"] = () => i != j, ["lt(i,j)"] = () => i < j, ["le(i,j)"] = () => i <= j, ["gt(i,j)"] = () => i > j, ["ge(i,j)"] = () => i >= j,
        ["bitwise_and(i,j)"] = () => i & j, ["bitwise_or(i,j)"] = () => i | j, ["bitwise_xor(i,j)"] = () => i ^ j, ["gcd(i,j)"] = () => i.gcd(j), ["lcm(i,j)"] = () => i.lcm(j),
        ["fmod(i,j)"] = () => i.fmod(j), ["remainder(i,j)"] = () => i.remainder(j), ["floor_divide(i,j)"] = () => i.floor_divide(j), ["true_divide(i,j)"] = () => i / j,
        ["pow(c,a)"] = () => c.pow(a), ["pow(a,3)"] = () => a.pow(3), ["pow(i,2)"] = () => i.pow(2),
        ["div_trunc(a,b)"] = () => a.div(b, RoundingMode.trunc), ["div_floor(a,b)"] = () => torch.div(a, b, RoundingMode.floor),
        ["add_alpha(a,b)"] = () => a.add(b, 0.3), ["addcmul(a,b,c)"] = () => a.addcmul(b, c, 0.5), ["addcdiv(a,b,c)"] = () => a.addcdiv(b, c, 0.5),
        ["clamp(a)"] = () => a.clamp((Scalar)(-0.5), (Scalar)0.5), ["clamp_min(a)"] = () => a.clamp_min(0.2), ["clamp_max(a)"] = () => a.clamp_max(0.2),
        ["round2(a)"] = () => a.round(2), ["rsub(a)"] = () => 1.5 - a, ["xlogy(c,c)"] = () => c.xlogy(c), ["isclose(a,b)"] = () => a.isclose(b, rtol: 0.5),
        ["where(mask,a,b)"] = () => where(mask, a, b), ["masked_fill(a)"] = () => a.masked_fill(mask, -1), ["masked_select(a)"] = () => a.masked_select(mask),

        ["f32+f64"] = () => a + d, ["i64+f32"] = () => i + a, ["i32+i64"] = () => i32 + i, ["u8+i32"] = () => u8 + i32, ["f32+0d f64"] = () => a + z,
        ["f32*2.5"] = () => a * 2.5, ["i64*2.5"] = () => i * 2.5, ["i64/2"] = () => i / 2, ["bool+1"] = () => mask + 1, ["sum(mask)"] = () => mask.sum(),
        ["sum(i32)"] = () => i32.sum(), ["prod(i32)"] = () => i32.prod(), ["cumsum(i32)"] = () => i32.cumsum(0), ["i%4"] = () => i % 4, ["u8*2"] = () => u8 * 2,

        ["sum(a)"] = () => a.sum(), ["sum(a,1)"] = () => a.sum(1), ["sum(x3,0,2,keep)"] = () => x3.sum(0, 2, keepdim: true), ["mean(a)"] = () => a.mean(),
        ["mean(x3,1)"] = () => x3.mean([1]), ["mean(i,f64)"] = () => i.mean([1], type: float64), ["prod(a,1)"] = () => a.prod(1), ["std(a)"] = () => a.std(),
        ["std(a,1,biased)"] = () => a.std(1, unbiased: false), ["var(a,0)"] = () => a.var(0), ["var_mean.0"] = () => a.var_mean(1).Item1, ["var_mean.1"] = () => a.var_mean(1).Item2,
        ["std_mean.0"] = () => a.std_mean(0, unbiased: false).Item1, ["std_mean.1"] = () => a.std_mean(0, unbiased: false).Item2,
        ["max(a)"] = () => a.max(), ["max(a,1).0"] = () => a.max(1).values, ["max(a,1).1"] = () => a.max(1).indexes, ["min(a,0).0"] = () => a.min(0).values,
        ["min(a,0).1"] = () => a.min(0).indexes, ["amax(x3)"] = () => x3.amax(0, 1), ["argmax(a)"] = () => a.argmax(), ["argmin(a,1)"] = () => a.argmin(1, keepdim: true),
        ["all(mask)"] = () => mask.all(), ["any(mask,1)"] = () => mask.any(1), ["norm(a)"] = () => a.norm(), ["norm(a,p=1)"] = () => a.norm(1f), ["norm(a,dim=1)"] = () => a.norm(1),
        ["logsumexp(a,1)"] = () => a.logsumexp(1), ["softmax(a,1)"] = () => a.softmax(1), ["log_softmax(a,0)"] = () => a.log_softmax(0), ["median(a)"] = () => a.median(),
        ["quantile(a)"] = () => a.quantile(q, 1), ["cumsum(a,1)"] = () => a.cumsum(1), ["cumprod(a,0)"] = () => a.cumprod(0), ["cummax.0"] = () => a.cummax(1).values,
        ["cummax.1"] = () => a.cummax(1).indexes, ["diff(a)"] = () => a.diff(), ["topk.0"] = () => a.topk(2, 1).values, ["topk.1"] = () => a.topk(2, 1).indexes,
        ["sort.0"] = () => a.sort(1, descending: true).Values, ["sort.1"] = () => a.sort(1, descending: true).Indices, ["argsort(a)"] = () => a.argsort(0),
        ["kthvalue.0"] = () => a.kthvalue(2, 1).Item1, ["kthvalue.1"] = () => a.kthvalue(2, 1).Item2, ["unique(idx34)"] = () => idx34.unique().output,
        ["bincount(idx34)"] = () => torch.bincount(idx34.flatten()), ["count_nonzero(mask)"] = () => mask.count_nonzero(), ["histc(c)"] = () => c.histc(4, 0, 1),
        ["nonzero(mask)"] = () => mask.nonzero(), ["cov(a)"] = () => a.cov(), ["corrcoef(a)"] = () => a.corrcoef(), ["trapezoid(a)"] = () => a.trapezoid(0.5),
        ["searchsorted"] = () => searchsorted(q, c), ["bucketize"] = () => c.bucketize(q), ["isin"] = () => idx34.isin(idx),

        ["reshape"] = () => x3.reshape(4, 6), ["permute"] = () => x3.permute(2, 0, 1), ["T"] = () => x3.T, ["mT"] = () => x3.mT, ["flatten(1)"] = () => x3.flatten(1),
        ["unflatten"] = () => v.unflatten(0, 2, 2), ["squeeze"] = () => x3[..1].squeeze(), ["expand"] = () => w.unsqueeze(1).expand(3, 2), ["repeat"] = () => w.repeat(2, 2),
        ["repeat_interleave"] = () => w.repeat_interleave(2), ["roll"] = () => a.roll(1, 1), ["flip"] = () => a.flip(0), ["rot90"] = () => a.rot90(), ["tril"] = () => s.tril(-1),
        ["triu"] = () => s.triu(1), ["diag"] = () => s.diag(), ["diag_embed"] = () => v.diag_embed(), ["unfold"] = () => v.unfold(0, 2, 1), ["narrow"] = () => a.narrow(1, 1, 2),
        ["slice"] = () => a.slice(1, 0, 4, 2), ["cat"] = () => cat([a, b], 1), ["stack"] = () => stack([a, b], 2), ["vstack"] = () => vstack([v, v]), ["hstack"] = () => hstack(a, b),
        ["meshgrid.0"] = () => meshgrid([v, w])[0], ["meshgrid.1"] = () => meshgrid([v, w])[1], ["tensor_split.1"] = () => v.tensor_split(3L)[1],
        ["index_select"] = () => a.index_select(0, idx), ["gather"] = () => a.gather(0, idx34), ["scatter"] = () => a.scatter(0, idx34, b),
        ["scatter_add"] = () => a.scatter_add(0, idx34, b), ["index_add"] = () => a.index_add(0, idx, b[..2], 2), ["index_copy"] = () => a.index_copy(0, idx, b[..2]),
        ["index_fill"] = () => a.index_fill(0, idx, 7), ["take"] = () => a.take(idx34), ["a[mask]"] = () => a[mask], ["a[idx]"] = () => a[idx], ["a[:,1:3]"] = () => a[.., 1..3],
        ["a[...,None,-1]"] = () => a[TensorIndex.Ellipsis, TensorIndex.None, ^1],

        ["mm"] = () => a.mm(m), ["mv"] = () => a.mv(v), ["bmm"] = () => x3.bmm(y3), ["matmul3"] = () => x3.matmul(m), ["dot"] = () => v.dot(v), ["outer"] = () => w.outer(v),
        ["kron"] = () => w.kron(v), ["addmm"] = () => v[..1].expand(3, 5).addmm(a, m, 0.5f, 2), ["baddbmm"] = () => ones(2, 3, 2).baddbmm(x3, y3),
        ["einsum"] = () => einsum("bij,bjk->bik", x3, y3), ["tensordot"] = () => x3.tensordot(y3, [0, 2], [0, 1]), ["cdist"] = () => cdist(a, b), ["det"] = () => s.det(),
        ["inverse"] = () => s.inverse(), ["pinverse"] = () => linalg.pinv(a, null, null), ["cholesky"] = () => linalg.cholesky(spd), ["solve"] = () => linalg.solve(spd, v),
        ["lstsq"] = () => linalg.lstsq(a.t(), v.unsqueeze(1)).Solution, ["svdvals"] = () => linalg.svdvals(a), ["eigvalsh"] = () => linalg.eigvalsh(spd),
        ["qr.|R|"] = () => linalg.qr(a).R.abs(), ["linalg.norm"] = () => linalg.norm(a), ["linalg.norm(nuc)"] = () => linalg.norm(a, "nuc"),
        ["vector_norm(1)"] = () => linalg.vector_norm(a, 1), ["matrix_power"] = () => s.matrix_power(3), ["slogdet.1"] = () => linalg.slogdet(s).Item2,
        ["arange"] = () => arange(1, 2, 0.25), ["linspace"] = () => linspace(0, 1, 5), ["logspace"] = () => logspace(0, 2, 3), ["eye"] = () => eye(2, 3),
    };

    static readonly Dictionary<string, Tensor> s_inputs = new() { ["a"] = a, ["c"] = c, ["i"] = i, ["bad"] = bad };

    public static IEnumerable<object[]> Recorded => TensorReference.Names("cases").Select(n => new object[] { n });

    [TestMethod, DynamicData(nameof(Recorded))]
    public void Result_equals_what_PyTorch_recorded(string name)
    {
        using var scope = NewDisposeScope();
        if (!s_cases.TryGetValue(name, out var compute))
        {
            var parts = name.TrimEnd(')').Split('(');
            compute = () => s_unary[parts[0]](s_inputs[parts[1]]);
        }
        TensorReference.AssertSame(TensorReference.Read("cases", name), compute(), 2e-5);
    }

    [TestMethod]
    public void Operations_in_place_give_the_values_of_the_others_and_return_their_object()
    {
        var pairs = new (Func<Tensor, Tensor> make, Func<Tensor, Tensor> change)[]
        {
            (t => t.exp(), t => t.exp_()), (t => t.sigmoid(), t => t.sigmoid_()), (t => t + b, t => t.add_(b)), (t => t - b, t => t.sub_(b)), (t => t * 3, t => t.mul_(3)),
            (t => t / b, t => t.div_(b)), (t => t.clamp_min(0), t => t.clamp_min_(0)), (t => t.masked_fill(mask, 2), t => t.masked_fill_(mask, 2)), (t => t.lerp(b, c), t => t.lerp_(b, c)),
            (t => t.addcmul(b, c, 2), t => t.addcmul_(b, c, 2)), (t => t.pow(2), t => t.pow_(2)), (t => t.relu(), t => t.relu_()), (t => t.addcdiv(b, c), t => t.addcdiv_(b, c)),
            (t => t.scatter_add(0, idx34, b), t => t.scatter_add_(0, idx34, b)), (t => t.index_fill(0, idx, 1), t => t.index_fill_(0, idx, 1)),
        };
        foreach (var (make, change) in pairs)
        {
            var target = a.clone();
            var expected = make(target);
            Assert.AreSame(target, change(target));
            TensorReference.AssertSame(expected, target);
        }
    }
}

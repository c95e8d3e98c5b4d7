using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A restricted Boltzmann machine over ratings: each user is a case, each item a softmax unit that takes part only where the user has
/// rated, with weights and biases shared by all users (Salakhutdinov, Mnih and Hinton, ICML 2007).
/// </summary>
internal sealed class RatingsRbmNetwork : Module<Tensor, Tensor, Tensor>, IHasArchitecture
{
    private const double FirstDeviation = 0.01;

    [ComponentName(Name = "weight")] private readonly Parameter weight;
    [ComponentName(Name = "visible_bias")] private readonly Parameter visible_bias;
    [ComponentName(Name = "hidden_bias")] private readonly Parameter hidden_bias;
    [ComponentName(Name = "user_hidden")] private readonly Tensor user_hidden;
    [ComponentName(Name = "starts")] private readonly Tensor starts;
    [ComponentName(Name = "rated")] private readonly Tensor rated;

    /// <summary>Builds the machine with weights of deviation 0.01 from torch's generator.</summary>
    public RatingsRbmNetwork(RatingsRbmArchitecture architecture) : base("RatingsRbm")
    {
        Architecture = architecture;
        weight = Parameter(WeightRoom.Zeros((long)architecture.ItemCount * architecture.Levels, architecture.HiddenSize), false);
        visible_bias = Parameter(WeightRoom.Zeros((long)architecture.ItemCount * architecture.Levels), false);
        hidden_bias = Parameter(WeightRoom.Zeros(architecture.HiddenSize), false);
        user_hidden = WeightRoom.Zeros(architecture.UserCount, architecture.HiddenSize);
        starts = WeightRoom.WholeZeros(architecture.UserCount + 1L);
        rated = WeightRoom.WholeZeros(architecture.RatingCount);
        RegisterComponents();
        init.normal_(weight, 0, FirstDeviation);
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes.</summary>
    public RatingsRbmArchitecture Architecture { get; }

    /// <summary>(items × levels, hidden): the rows of an item follow each other.</summary>
    public Parameter Weight => weight;

    /// <summary>(items × levels).</summary>
    public Parameter VisibleBias => visible_bias;

    /// <summary>(hidden).</summary>
    public Parameter HiddenBias => hidden_bias;

    /// <summary>Starts the biases at the log-frequencies of each item's levels, drawn towards those of all items where ratings are few.</summary>
    /// <param name="items">(ratings), int64.</param>
    /// <param name="levels">(ratings), int64.</param>
    public void StartAt(Tensor items, Tensor levels)
    {
        const double borrowed = 5;
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var counts = zeros_like(visible_bias).index_add_(0, Places(items, levels), ones(items.size(0), device: items.device), Numbers.One)
            .view(Architecture.ItemCount, Architecture.Levels);
        var common = counts.sum(0L).PlusInPlace(1);
        counts.PlusInPlace((common / common.sum()).Times(borrowed));
        visible_bias.copy_(counts.div_(counts.sum(1L, keepdim: true)).log_().flatten());
    }

    /// <summary>Remembers each user's hidden units and what was rated.</summary>
    /// <param name="hidden">(users, hidden).</param>
    /// <param name="userStarts">(users + 1), int64.</param>
    /// <param name="ratedItems">(ratings), int64, user by user.</param>
    public void Remember(Tensor hidden, Tensor userStarts, Tensor ratedItems)
    {
        using var gradientsOff = no_grad();
        user_hidden.copy_(hidden);
        starts.copy_(userStarts);
        rated.copy_(ratedItems);
    }

    /// <summary>The rows of weight and bias that belong to ratings.</summary>
    public Tensor Places(Tensor items, Tensor levels) => items.Times((long)Architecture.Levels).PlusInPlace(levels);

    /// <summary>What reaches the hidden units from what each user has rated.</summary>
    /// <param name="users">Users in the batch.</param>
    /// <param name="slots">(ratings), int64: which of them.</param>
    /// <param name="places">(ratings), int64, from <see cref="Places"/>.</param>
    /// <returns>(users, hidden).</returns>
    public Tensor HiddenInput(long users, Tensor slots, Tensor places) =>
        hidden_bias.unsqueeze(0).repeat(users, 1).index_add_(0, slots, weight.index_select(0, places), Numbers.One);

    /// <summary>The probabilities of each level of some items.</summary>
    /// <param name="hidden">(users, hidden).</param>
    /// <param name="slots">(ratings), int64: whose hidden units.</param>
    /// <param name="items">(ratings), int64.</param>
    /// <returns>(ratings, levels).</returns>
    public Tensor Chances(Tensor hidden, Tensor slots, Tensor items)
    {
        var (count, levels) = (Architecture.ItemCount, Architecture.Levels);
        var weights = weight.view(count, levels, Architecture.HiddenSize).index_select(0, items); // (ratings, levels, hidden)
        var sums = weights.bmm(hidden.index_select(0, slots).unsqueeze(2)).squeeze(2); // (ratings, levels)
        return sums.PlusInPlace(visible_bias.view(count, levels).index_select(0, items)).softmax(1);
    }

    /// <summary>The expected level, from 0.</summary>
    /// <param name="chances">(ratings, levels).</param>
    /// <returns>(ratings).</returns>
    public Tensor Expected(Tensor chances) => chances.mv(Ranges.Below(Architecture.Levels, chances.device, ScalarType.Float32));

    /// <summary>The expected level of items for remembered users; a user who is not among them counts as one without ratings.</summary>
    /// <param name="users">(batch), int64.</param>
    /// <param name="items">(batch), int64; NaN is answered for one outside the known items.</param>
    /// <returns>(batch).</returns>
    public override Tensor forward(Tensor users, Tensor items)
    {
        var isUser = IsBelow(users, Architecture.UserCount).unsqueeze(1); // (batch, 1)
        var isItem = IsBelow(items, Architecture.ItemCount); // (batch)
        var hidden = where(isUser, user_hidden.index_select(0, Bounded(users, Architecture.UserCount)), hidden_bias.sigmoid().unsqueeze(0)); // (batch, hidden)
        var slots = Ranges.Below(items.size(0), items.device);
        var expected = Expected(Chances(hidden, slots, Bounded(items, Architecture.ItemCount)));
        return where(isItem, expected, full_like(expected, Numbers.Kept(double.NaN)));
    }

    /// <summary>The expected level of every item for one user, and which of them the user has rated.</summary>
    /// <param name="user">From 0.</param>
    public (float[] Expected, long[] Rated) AllItems(int user)
    {
        using var scope = NewDisposeScope();
        var sums = weight.mv(user_hidden[user]).PlusInPlace(visible_bias); // (items × levels)
        var expected = Expected(sums.view(Architecture.ItemCount, Architecture.Levels).softmax(1));
        var (from, to) = (starts[user].Read<long>(), starts[user + 1].Read<long>());
        return (expected.ReadAll<float>(), rated.narrow(0, from, to - from).ReadAll<long>());
    }

    private static Tensor IsBelow(Tensor places, int count) => places.ge(Numbers.Zero).logical_and(places.lt(Numbers.Kept((long)count)));

    private static Tensor Bounded(Tensor places, int count) => places.clamp(Numbers.Zero, Numbers.Kept(count - 1L));
}

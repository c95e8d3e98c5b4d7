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
/// <remarks>
/// Levels are in order, so a hidden unit and the user's own bias tilt all levels of an item together: the logit of level k of item i for
/// user u is b_ik + t_k (a_u + Σ_j h_j w_ij), with t_k from -1 at the lowest level to 1 at the highest. A weight per item and hidden unit
/// is learned, not one per level: half-star scales have as many weights as whole stars.
/// </remarks>
internal sealed class RatingsRbmNetwork : Module<Tensor, Tensor, Tensor>, IHasArchitecture
{
    private const double FirstDeviation = 0.01;

    // Ratings of everybody that an item or user with few of its own borrows.
    private const double Borrowed = 5;

    [ComponentName(Name = "weight")] private readonly Parameter weight;
    [ComponentName(Name = "visible_bias")] private readonly Parameter visible_bias;
    [ComponentName(Name = "user_bias")] private readonly Parameter user_bias;
    [ComponentName(Name = "hidden_bias")] private readonly Parameter hidden_bias;
    [ComponentName(Name = "common_bias")] private readonly Tensor common_bias;
    [ComponentName(Name = "user_hidden")] private readonly Tensor user_hidden;
    [ComponentName(Name = "stranger_hidden")] private readonly Tensor stranger_hidden;
    [ComponentName(Name = "starts")] private readonly Tensor starts;
    [ComponentName(Name = "rated")] private readonly Tensor rated;

    /// <summary>Builds the machine with weights of deviation 0.01 from torch's generator.</summary>
    public RatingsRbmNetwork(RatingsRbmArchitecture architecture) : base("RatingsRbm")
    {
        Architecture = architecture;
        weight = Parameter(WeightRoom.Zeros(architecture.ItemCount, architecture.HiddenSize), false);
        visible_bias = Parameter(WeightRoom.Zeros((long)architecture.ItemCount * architecture.Levels), false);
        user_bias = Parameter(WeightRoom.Zeros(architecture.UserCount), false);
        hidden_bias = Parameter(WeightRoom.Zeros(architecture.HiddenSize), false);
        common_bias = WeightRoom.Zeros(architecture.Levels);
        user_hidden = WeightRoom.Zeros(architecture.UserCount, architecture.HiddenSize);
        stranger_hidden = WeightRoom.Zeros(architecture.HiddenSize);
        starts = WeightRoom.WholeZeros(architecture.UserCount + 1L);
        rated = WeightRoom.WholeZeros(architecture.RatingCount);
        RegisterComponents();
        init.normal_(weight, 0, FirstDeviation);
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes.</summary>
    public RatingsRbmArchitecture Architecture { get; }

    /// <summary>(items, hidden).</summary>
    public Parameter Weight => weight;

    /// <summary>(items × levels): the levels of an item follow each other.</summary>
    public Parameter VisibleBias => visible_bias;

    /// <summary>(users): how much more generous than others each is.</summary>
    public Parameter UserBias => user_bias;

    /// <summary>(hidden).</summary>
    public Parameter HiddenBias => hidden_bias;

    /// <summary>
    /// Starts the items' biases at the log-frequencies of their levels, drawn towards those of all items where ratings are few, and the
    /// users' at what is left of their ratings.
    /// </summary>
    /// <param name="users">(ratings), int64.</param>
    /// <param name="items">(ratings), int64.</param>
    /// <param name="levels">(ratings), int64.</param>
    public void StartAt(Tensor users, Tensor items, Tensor levels)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var each = ones(items.size(0), device: items.device);
        var counts = zeros_like(visible_bias).index_add_(0, Places(items, levels), each, Numbers.One).view(
            Architecture.ItemCount, Architecture.Levels);
        var common = counts.sum(0L).PlusInPlace(1);
        common.div_(common.sum());
        counts.PlusInPlace(common.Times(Borrowed));
        counts.div_(counts.sum(1L, keepdim: true));
        visible_bias.copy_(counts.log().flatten());
        var left = Tilts(levels) - Expected(counts).index_select(0, items).Minus(Middle).Over(Middle); // in units of the tilt
        var sums = zeros_like(user_bias).index_add_(0, users, left, Numbers.One);
        var ratings = zeros_like(user_bias).index_add_(0, users, each, Numbers.One).PlusInPlace(Borrowed);
        // a tilt of 1 moves the mean by about this
        var slope = (common * Tilts(Ranges.Below(Architecture.Levels, items.device)).Squared()).sum();
        user_bias.copy_(sums / ratings / slope);
    }

    /// <summary>Remembers each user's hidden units and what was rated. Users without ratings get the mean of the others.</summary>
    /// <param name="hidden">(users, hidden).</param>
    /// <param name="userStarts">(users + 1), int64.</param>
    /// <param name="ratedItems">(ratings), int64, user by user.</param>
    /// <param name="levels">(ratings), int64: how they were rated.</param>
    public void Remember(Tensor hidden, Tensor userStarts, Tensor ratedItems, Tensor levels)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var count = userStarts.size(0) - 1;
        var isKnown = userStarts.narrow(0, 1, count).gt(userStarts.narrow(0, 0, count)).to(ScalarType.Float32).unsqueeze(1); // (users, 1)
        stranger_hidden.copy_((hidden * isKnown).sum(0L) / isKnown.sum());
        user_hidden.copy_(where(isKnown.ne(Numbers.Zero), hidden, stranger_hidden.unsqueeze(0)));
        starts.copy_(userStarts);
        rated.copy_(ratedItems);
        // none is impossible
        var counts = ones_like(common_bias).index_add_(0, levels, ones(levels.size(0), device: levels.device), Numbers.One);
        common_bias.copy_((counts / counts.sum()).log());
    }

    /// <summary>The places of the visible biases that belong to ratings.</summary>
    public Tensor Places(Tensor items, Tensor levels) => items.Times((long)Architecture.Levels).PlusInPlace(levels);

    /// <summary>What levels weigh in the tilt: from -1 for the lowest to 1 for the highest.</summary>
    /// <param name="levels">int64, from 0.</param>
    /// <returns>Of the same shape.</returns>
    public Tensor Tilts(Tensor levels) => levels.to(ScalarType.Float32).Minus(Middle).Over(Middle);

    /// <summary>What reaches the hidden units from what each user has rated.</summary>
    /// <param name="users">Users in the batch.</param>
    /// <param name="slots">(ratings), int64: which of them.</param>
    /// <param name="items">(ratings), int64.</param>
    /// <param name="levels">(ratings), int64.</param>
    /// <returns>(users, hidden).</returns>
    public Tensor HiddenInput(long users, Tensor slots, Tensor items, Tensor levels) =>
        hidden_bias.unsqueeze(0).repeat(users, 1).index_add_(
            0, slots, weight.index_select(0, items) * Tilts(levels).unsqueeze(1), Numbers.One);

    /// <summary>The probabilities of each level of some items.</summary>
    /// <param name="hidden">(ratings, hidden): of the user who rates.</param>
    /// <param name="bias">(ratings): the bias of the user who rates.</param>
    /// <param name="items">(ratings), int64.</param>
    /// <returns>(ratings, levels).</returns>
    public Tensor Chances(Tensor hidden, Tensor bias, Tensor items)
    {
        var tilt = (weight.index_select(0, items) * hidden).sum(1L).PlusInPlace(bias); // (ratings)
        return Chances(tilt, visible_bias.view(Architecture.ItemCount, Architecture.Levels).index_select(0, items));
    }

    /// <summary>The expected level, from 0.</summary>
    /// <param name="chances">(ratings, levels).</param>
    /// <returns>(ratings).</returns>
    public Tensor Expected(Tensor chances) => chances.mv(Ranges.Below(Architecture.Levels, chances.device, ScalarType.Float32));

    /// <summary>
    /// The expected level of items for remembered users. A user who is not among them counts as one without ratings; an item that is not is
    /// like all items together, with the user's own bias.
    /// </summary>
    /// <param name="users">(batch), int64.</param>
    /// <param name="items">(batch), int64.</param>
    /// <returns>(batch).</returns>
    public override Tensor forward(Tensor users, Tensor items)
    {
        var isUser = IsBelow(users, Architecture.UserCount); // (batch)
        var isItem = IsBelow(items, Architecture.ItemCount); // (batch)
        var user = Bounded(users, Architecture.UserCount);
        var hidden = where(isUser.unsqueeze(1), user_hidden.index_select(0, user), stranger_hidden.unsqueeze(0)); // (batch, hidden)
        var bias = where(isUser, user_bias.index_select(0, user), zeros_like(isUser, dtype: ScalarType.Float32));
        var known = Expected(Chances(hidden, bias, Bounded(items, Architecture.ItemCount)));
        return where(isItem, known, Expected(Chances(bias, common_bias.unsqueeze(0))));
    }

    /// <summary>The expected level of every item for one user, and which of them the user has rated.</summary>
    /// <param name="user">From 0.</param>
    public (float[] Expected, long[] Rated) AllItems(int user)
    {
        using var scope = NewDisposeScope();
        var tilt = weight.mv(user_hidden[user]).PlusInPlace(user_bias[user]); // (items)
        var expected = Expected(Chances(tilt, visible_bias.view(Architecture.ItemCount, Architecture.Levels)));
        var (from, to) = (starts[user].Read<long>(), starts[user + 1].Read<long>());
        return (expected.ReadAll<float>(), rated.narrow(0, from, to - from).ReadAll<long>());
    }

    private double Middle => (Architecture.Levels - 1) / 2.0;

    // tilt (batch), biases (batch or 1, levels) → (batch, levels)
    private Tensor Chances(Tensor tilt, Tensor biases)
    {
        var tilts = Tilts(Ranges.Below(Architecture.Levels, tilt.device)).unsqueeze(0); // (1, levels)
        return (tilt.unsqueeze(1) * tilts).PlusInPlace(biases).softmax(1);
    }

    private static Tensor IsBelow(Tensor places, int count) => places.ge(Numbers.Zero).logical_and(places.lt(Numbers.Kept((long)count)));

    private static Tensor Bounded(Tensor places, int count) => places.clamp(Numbers.Zero, Numbers.Kept(count - 1L));
}

using DeepML.Bench;

// How a speed run starts the plain TorchSharp loop it measures against.
if (args is ["peer", var peer])
    return TorchSharpPeers.Serve(peer);

// And how a soak starts one of its trainings.
if (args is [SoakBench.Child, var soaked])
{
    SoakBench.RunChild(soaked);
    return 0;
}

// Or a first prediction.
if (args is [ColdBench.Child, var work, var side, var folder])
{
    ColdBench.RunChild(work, side, folder);
    return 0;
}

// Or a point of a curve.
if (args is [ScaleBench.Child, var curve, var size])
{
    ScaleBench.RunChild(curve, size);
    return 0;
}

// Or one of several processes.
if (args is [DistributedBench.Child, .. var shared])
{
    DistributedBench.RunChild(shared);
    return 0;
}

var plain = args.Contains("--plain");
var names = args.Where(a => a != "--plain").ToArray();
var (kind, found, known) = names.FirstOrDefault() switch
{
    "quality" => ("learning task", QualityBench.Run(names = names[1..], plain), QualityBench.Names),
    "soak" => ("family", SoakBench.Run(names = names[1..]), SoakBench.Names),
    "cold" => ("start", ColdBench.Run([.. (names = names[1..]).Select(name => $"cold.{name}")], plain), ColdBench.Names),
    "distributed" => ("task", DistributedBench.Run(names = names[1..]), DistributedBench.Names),
    "steps" => ("network", StepsBench.Run(names = names[1..]), StepsBench.Names),
    "optimizers" => ("set of parameters", OptimizersBench.Run(names = names[1..]), OptimizersBench.Names),
    "scale" => ("curve", ScaleBench.Run(names = names[1..]), ScaleBench.Names),
    _ => ("workload", SpeedBench.Run(names, plain), SpeedBench.Names),
};
if (found)
    return 0;
Console.Error.WriteLine($"No {kind} is called {string.Join(" or ", names)}. There are:");
foreach (var name in known)
    Console.Error.WriteLine($"  {name}");
return 2;

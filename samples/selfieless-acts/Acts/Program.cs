using SelfieLess.Acts;
using SelfieLess.Service;

return await ServiceHost.RunAsync("Acts", 8000, ActsService.Map);
